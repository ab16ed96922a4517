#!/bin/bash
# known
a=(p q r); printf -v 'a[1]' '%s' new; qemu-system-x86_64 d51 "${a[@]}"
printf -v "a[0]" %s first; qemu-system-x86_64 d52 "${a[@]}"
declare -A m; printf -v 'm[k]' %03d 7; qemu-system-x86_64 d53 "${m[k]}"
n=v; printf -v "$n" '%s,' a b; qemu-system-x86_64 d54 "$v"
