#!/bin/bash
# known
declare -a args; qemu-system-x86_64 d01 "${args[@]}" "${#args[@]}" z
args+=(-m 1); qemu-system-x86_64 d02 "${args[@]}"
f() { local -a own; qemu-system-x86_64 d03 "${own[@]}" z; own+=(x); qemu-system-x86_64 d04 "${own[@]}"; }
f
declare -A m; m[k]=v; qemu-system-x86_64 d05 "${m[k]}" "${#m[@]}"
typeset -a t=(); t+=(a b); qemu-system-x86_64 d06 "${t[@]}"
readonly -a r=(p q); qemu-system-x86_64 d07 "${r[@]}"
