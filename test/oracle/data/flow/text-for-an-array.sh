#!/bin/bash
# known
A=(-m 1 -smp 2); A=x
qemu-system-x86_64 b01 "${A[@]}"
A+=y
qemu-system-x86_64 b02 "${A[@]}"
B=([1]=p [3]=q); B=o
qemu-system-x86_64 b03 "${B[@]}" "${!B[@]}"
C=(1 2); C="$C more"
qemu-system-x86_64 b04 "${C[@]}"
D=(a); D=
qemu-system-x86_64 b05 "${D[@]}" z
declare -A E=([k]=v); E=x
qemu-system-x86_64 b06 "${E[0]}" "${E[k]}"
F=(); F=x
qemu-system-x86_64 b07 "${F[@]}" "$F"
G=(1 2); G+=(3); G[0]=z; G=y
qemu-system-x86_64 b08 "${G[@]}"
H=x; H[1]=y; H+=z
qemu-system-x86_64 b09 "${H[@]}"
I=(a b); read I <<< "c d"
qemu-system-x86_64 b0a "${I[@]}"
J=(a b); printf -v J z
qemu-system-x86_64 b0b "${J[@]}"
K=(a b); for K in x y; do :; done
qemu-system-x86_64 b0c "${K[@]}"
L=(a b); L=(c)
qemu-system-x86_64 b0d "${L[@]}"
M=(a b); declare M=x
qemu-system-x86_64 b0e "${M[@]}"
N=(a b); export N=x
qemu-system-x86_64 b0f "${N[@]}"
