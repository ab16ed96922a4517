#!/bin/sh
# run: {"env": {"M": "on"}}
# run: {}
set -- a,,b ${M+"a b"}
qemu-system-x86_64 c1 "unix:/tmp/m.sock,server ${2:-d}"
