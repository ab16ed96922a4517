#!/bin/bash
# straight
declare -A A=([b]=1 [a]=2 [c]=3)
qemu-system-x86_64 bas1 "${A[@]}"
qemu-system-x86_64 bas2 "${!A[@]}"
declare -A B=(k1 v1 k2 v2)
qemu-system-x86_64 bas3 "${B[k1]}" "${B[k2]}"
declare -A C=(k1 v1 k2)
qemu-system-x86_64 bas4 "${C[k2]-none}" "${#C[@]}"
for k in "${!A[@]}"; do qemu-system-x86_64 bas5 "$k" "${A[$k]}"; done
declare -A D; D[x]="1 2"
qemu-system-x86_64 bas6 "${D[@]}" "${!D[@]}"
D=(p q)
qemu-system-x86_64 bas7 "${D[p]}" "${#D[@]}"
B+=(k3 v3)
qemu-system-x86_64 bas8 "${B[k3]}" "${#B[@]}"
qemu-system-x86_64 bas9 "${A[*]}" x${A[@]}y
s="${A[*]}"
qemu-system-x86_64 basa "$s"
qemu-system-x86_64 basb "${A[@]:1:1}"
qemu-system-x86_64 basc "${A[@]/#/x}"
arr=("${A[@]}")
qemu-system-x86_64 basd "${arr[@]}" "${#arr[@]}"
qemu-system-x86_64 base "$A" "${A-z}"
A[0]=zero
qemu-system-x86_64 basf "$A"
A["x y"]=sp; k="x y"
qemu-system-x86_64 basg "${A["x y"]}" "${A[$k]}" "${A['x y']}" "${A[x y]}"
declare -A F=(["a b"]=1 [$k]=2)
qemu-system-x86_64 bash "${F["a b"]}" "${F[x y]}"
