tcp::1 kvm `cat <<EOF1
"$A" "-qmp" "tcp::4,server" -S
EOF1-chardev -mon m
