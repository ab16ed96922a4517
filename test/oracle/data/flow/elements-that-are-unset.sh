#!/bin/bash
# known
a=(1 2 3); unset a[-1]
qemu-system-x86_64 bu1 "${a[@]}"
a=(1 2 3); unset 'a[0]'
qemu-system-x86_64 bu2 "${a[@]}" "${!a[@]}"
declare -A m=([k]=v [l]=w); unset 'm[k]'
qemu-system-x86_64 bu3 "${m[l]}" "${m[k]-none}" "${#m[@]}"
i=1; a=(1 2 3); unset "a[i]"
qemu-system-x86_64 bu4 "${a[@]}"
unset "a[$i+1]"
qemu-system-x86_64 bu5 "${a[@]}"
a=(1 2 3); unset 'a[@]'
qemu-system-x86_64 bu6 "${a[@]}" z
s=x; unset 's[0]'
qemu-system-x86_64 bu7 "${s-none}"
a=(1 2 3); unset 'a[7]'
qemu-system-x86_64 bu8 "${a[@]}"
v=a; unset "$v[0]" "$v"
qemu-system-x86_64 bu9 "${a[@]}" z
x=1 y=2; unset x y
qemu-system-x86_64 bua "${x-n}" "${y-n}"
a=(1 2 3); unset -v 'a[1]'; unset -v x
qemu-system-x86_64 bub "${a[@]}"
a=(1 2 3); unset a[0] a[1]
qemu-system-x86_64 buc "${a[@]}"
