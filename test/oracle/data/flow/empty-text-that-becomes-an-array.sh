#!/bin/bash
# known
u=
u+=(a)
qemu-system-x86_64 "${u[@]}"
v=""
v=("${v[@]}" a)
qemu-system-x86_64 "${v[@]}" "${#v[@]}"
w=
w=(-x "${w[@]}")
qemu-system-x86_64 ${w[@]} "${w[@]}"
