set -- -qmp tcp::4444,server -S
f() { qemu-system-x86_64 "$1 $2" | kvm "$1 $2"; }
f "$@"
