#!/bin/bash
# run: {"env": {"IN1": "x"}}
# run: {}
M=0
f1() {
[ "$IN1" ] && return
M=1
}
f1
qemu-system-x86_64 c1 "$M"
for HOST in a b; do
[ "$IN1" ] && continue
M=$HOST
done
qemu-system-x86_64 c2 "$M" "$HOST"
for HOST in a b; do
OPTS="$OPTS $HOST"
[ "$IN1" ] && break
M=2
done
qemu-system-x86_64 c3 "$M" "$HOST" $OPTS
