set -- -monitor pty
kvm "$@" "$@"
