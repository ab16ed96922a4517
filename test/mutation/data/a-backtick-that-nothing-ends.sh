y=`ech/bash
qemu-system-x86_64 -serial mon:uni"x:/run/vm/console.sock,wait=off
