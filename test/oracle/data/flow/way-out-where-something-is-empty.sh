#!/bin/sh
# run: {}
# run: {"args":["a"]}
# run: {"args":["a","b"]}
die() { exit 1; }
x= y=
[ "$1" ] && x=tcp
[ "$2" ] && y=unix
[ -n "$x" ] || die
qemu-system-x86_64 c1 "$x" "$y" end
if [ -z "$y" ]; then exit; fi
qemu-system-x86_64 c2 "$x" "$y" end
[ -n "$x" ] && y= && qemu-system-x86_64 c3 "$x" "$y" end
