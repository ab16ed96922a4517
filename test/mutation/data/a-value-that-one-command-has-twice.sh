M="-monitor tcp::1,server"
qemu-system-x86_64 $M,{EXTRA:-$M},
