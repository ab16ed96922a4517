#!/bin/bash
# run: {}
f1() {
[[ $IN1 && $EXTRA != tcp* ]] && set "$@" "a b"
for OPTS; do
:
done
}
f1 a,,btcp::4445,server,nowait"$OPTS"
qemu-system-x86_64 "$OPTS"
