#!/bin/bash
# straight
v="p q"
a=($v [5]=$v x)
qemu-system-x86_64 bas1 "${a[@]}" "${!a[@]}"
b=([0]=1 [0]+=2)
qemu-system-x86_64 bas2 "${b[@]}"
c=([1]=a b [0]=z c [1]+=d)
qemu-system-x86_64 bas3 "${c[@]}" "${!c[@]}"
d=([2]+=x y)
qemu-system-x86_64 bas4 "${d[@]}" "${!d[@]}"
e=("$v" [3]="$v" $v)
qemu-system-x86_64 bas5 "${e[@]}" "${!e[@]}"
none=
f=($none [1]=x $none y)
qemu-system-x86_64 bas6 "${f[@]}" "${!f[@]}"
g=([0]=a{1,2})
qemu-system-x86_64 bas7 "${g[@]}"
h=(x{1,2} [5]=z)
qemu-system-x86_64 bas8 "${h[@]}" "${!h[@]}"
i=(1 2); i+=([0]+=x [1]=y z)
qemu-system-x86_64 bas9 "${i[@]}"
i=(1 2); i+=([1]+=y)
qemu-system-x86_64 basa "${i[@]}"
