#!/bin/sh
# run: {}
# run: {"args":["a"]}
y=$1
set --
[ "$y" ] && set -- "$@" b
set -- "$@" c
shift
qemu-system-x86_64 c1 "$@" end
