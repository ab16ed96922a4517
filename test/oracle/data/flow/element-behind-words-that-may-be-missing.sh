#!/bin/bash
# run: {}
# run: {"args":["a b"]}
a=(u)
[ "$1" ] && a+=(v)
a+=(w)
a[1]=tcp
qemu-system-x86_64 c1 "${a[@]}" end "${a[1]}"
b=($1)
b[0]=tcp
qemu-system-x86_64 c2 "${b[@]}"
