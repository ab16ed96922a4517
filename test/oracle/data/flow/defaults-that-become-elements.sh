#!/bin/bash
# known
a=(1); : "${a[1]:=x y}"; qemu-system-x86_64 bad1 "${a[@]}" "${#a[@]}"
: "${b[2]=q}"; qemu-system-x86_64 bad2 "${b[@]}" "${!b[@]}" 
: "${a:=z}"; qemu-system-x86_64 bad3 "${a[@]}"
a=(); : "${a:=z}"; qemu-system-x86_64 bad4 "${a[@]}"
declare -A m; : "${m[k]:=v}"; qemu-system-x86_64 bad5 "${m[k]}"
