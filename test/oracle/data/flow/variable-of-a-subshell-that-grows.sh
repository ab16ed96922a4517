#!/bin/sh
# run: {}
f1() (
tail="$tail 0.0.0.0"
)
f1
qemu-system-x86_64 "unix:/tmp/m.sock,server:server:${tail+a,,b}"
