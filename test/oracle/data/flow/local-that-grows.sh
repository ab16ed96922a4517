#!/bin/bash
# run: {}
# straight
X=a
f() { local X+=b; qemu-system-x86_64 1 "$X"; X+=c;  qemu-system-x86_64 2 "$X"; local X+=d;  qemu-system-x86_64 3 "$X"; }
f
qemu-system-x86_64 4 "$X"
g() { declare -g X+=b; qemu-system-x86_64 5 "$X"; }
g
h() { export X+=b; qemu-system-x86_64 6 "$X"; local X=$X$X;qemu-system-x86_64 7 "$X"; }
h
a=(1)
k() { local a+=(2); qemu-system-x86_64 8 "${a[@]}"; }
k
k2() { local -a a+=(2); qemu-system-x86_64 9 "${a[@]}"; }
k2
declare X+=z
qemu-system-x86_64 10 "$X"
