#!/bin/bash
declare -n r; r=x; x=5
qemu-system-x86_64 bnr1 "$r"
r=6
qemu-system-x86_64 bnr2 "$x"
declare -n s=arr; arr=(1 2); s+=(3)
qemu-system-x86_64 bnr3 "${arr[@]}" "${s[1]}" "${#s[@]}"
f() { local -n out=$1; out="set here"; }
f res
qemu-system-x86_64 bnr4 "$res"
declare -n t=arr[1]; qemu-system-x86_64 bnr5 "$t"; t=z
qemu-system-x86_64 bnr6 "${arr[@]}"
unset -n r; r=plain
qemu-system-x86_64 bnr7 "$r" "$x"
g() { declare -n o; o=$1; o=val; }; g dest
qemu-system-x86_64 bnr8 "$dest"
declare -n loop; for loop in x res; do qemu-system-x86_64 bnr9 "$loop"; done
