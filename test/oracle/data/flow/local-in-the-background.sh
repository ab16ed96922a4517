#!/bin/sh
# run: {}
# straight
M="-monitor"; HOST=''; OPTS="a&b"; EXTRA="stdio"; tail=''; n=1; PORT=0
set -- '?' " "
f1() {
OPTS="$OPTS tcp:0.0.0.0:4444"
}
f2() {
{
local OPTS='-qmp  tcp:0:2 -s'
} &
wait $!
f1
}
f2
qemu-system-x86_64 $OPTS
