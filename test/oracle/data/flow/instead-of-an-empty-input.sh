#!/bin/sh
# run: {}
tail="$IN2"
run1() { "$@"; }
run1 qemu-system-x86_64 ${tail:+a,,b}${M#:*}"$(echo "${M+disk.img},${tail+unix:/tmp/m.sock,server}" telnet:127.0.0.1:5555,server)"
