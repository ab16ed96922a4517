#!/bin/sh
# run: {}
f2() {
for tail in " " disk.img; do
for HOST in a disk.img; do
if [ "$M" = stdio ]; then
:
elif [ "$EXTRA" = " " ]; then
:
elif [ "$HOST" = "unix:/tmp/m.sock,server" ]; then
local HOST=-m
elif qemu-system-x86_64 t1 $(printf 'tcp:%s:%s,server' "tcp::4445,server,nowait" "$((n = n + 1))" "$EXTRA"); then
:
elif [ "$IN2" ]; then
:
else
:
fi
[ "$IN1" ] && break 2
:
done
done
}
f2
qemu-system-x86_64 '-qmp  tcp:0:2 -s':"${HOST#tcp:}":tcp
