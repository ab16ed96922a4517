#!/bin/bash
# run: {}
# run: {"args":["a"]}
# run: {"args":["a","b"]}
f() { local x=local; trap 'qemu-system-x86_64 c1 "$x" "$1" end' EXIT; }
x=1
f own
[ "$1" ] || exit
x=2
[ "$2" ] && exit
x=3
(x=4; trap 'qemu-system-x86_64 c2 "$x"' EXIT; x=5)
