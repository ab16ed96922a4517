#!/bin/sh
# run: {"env": {"IN3": "tcp:1.2.3.4:5"}}
# run: {}
f1() {
local HOST=
test -z "$IN3" && HOST="$HOST -monitor"
qemu-system-x86_64 c1 ${#HOST}
}
f1
