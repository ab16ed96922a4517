#!/bin/zsh
# known
unset list
qemu-system-x86_64 "$list[@]" "${list[@]}" -m
list=("$list[@]" a)
qemu-system-x86_64 "$list[@]" ${#list}
text=
text=("${text[@]}" a)
qemu-system-x86_64 "$text[@]" ${#text}
none=()
none=("$none[@]" a)
qemu-system-x86_64 "$none[@]"
