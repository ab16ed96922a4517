#!/bin/bash
# known
a=(); qemu-system-x86_64 bda1 "${a[@]-x}" "${a-z}" "${a[@]:-y}" "${a[*]-w}" "${a:-v}" "${a[0]-u}"
a=(""); qemu-system-x86_64 bda2 "${a[@]:-none}" "${a:-n0}" "${a[@]-x}" "${a-y}" "${a[0]:-z}"
a=("" ""); qemu-system-x86_64 bda3 "${a[@]:-none}" "${a[*]:-none}" q
a=([1]=x); qemu-system-x86_64 bda4 "${a-z}" "${a:-y}" "${a[@]-w}" "${a[1]-v}" "${a[0]-u}" "${a+p}" "${a[@]+q}" "${a[1]+r}" "${a[0]+s}"
a=(); qemu-system-x86_64 bda5 "${a+p}" "${a[@]+q}" "${a[@]:+q}" "${a[*]+q}" z
a=(""); qemu-system-x86_64 bda6 "${a+p}" "${a[@]+q}" "${a[@]:+q}" "${a:+r}" z
declare -A m=(); qemu-system-x86_64 bda7 "${m[@]-x}" "${m[k]-y}" "${m-z}" "${m+p}" z
m[k]=v; qemu-system-x86_64 bda8 "${m[@]-x}" "${m[k]-y}" "${m-z}" "${m+p}" "${m[k]+q}" z
unset b; qemu-system-x86_64 bda9 "${b[@]-x}" "${b[0]-y}" "${b-z}" "${b[@]+p}" z
declare -a c; qemu-system-x86_64 bdaa "${c[@]-x}" "${c-z}" "${c[@]+p}" "${#c[@]}" "${c[@]}" z
