#!/bin/sh
# run: {}
# run: {"args":["a"]}
f() { x=tcp; }
if [ "$1" ]; then y=a; f() { x=unix; }; else y=b; fi
f
qemu-system-x86_64 c1 "$x" "$y"
