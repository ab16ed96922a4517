IFS=, read -r a b c <<< "-qmp,tcp:10.0.0.1:4,-S"
kvm "$a" "$b" "$c"
