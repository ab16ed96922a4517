for n in serial qmp; do a+=("-$n" tcp::1,server); done
kvm "${a[@]}"
