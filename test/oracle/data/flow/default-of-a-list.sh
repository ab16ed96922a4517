#!/bin/bash
# known
unset none
def=(d "e f")
qemu-system-x86_64 a2d1 "${none[@]:-"${def[@]}"}" z
qemu-system-x86_64 a2d2 "${none[@]:-${def[@]}}" z
qemu-system-x86_64 a2d3 ${none[@]:-"${def[@]}"} z
qemu-system-x86_64 a2d4 "${none:-"${def[@]}"}" z
qemu-system-x86_64 a2d5 "${none-${def[@]}}" z
qemu-system-x86_64 a2d6 "${none:-${def[*]}}" z
