#!/bin/bash
# straight
args=()
qemu-system-x86_64 a2e1 "${args[@]+"${args[@]}"}" z
qemu-system-x86_64 a2e2 "${args[@]:+${args[@]}}" z
qemu-system-x86_64 a2e3 "${args[@]-}" z
qemu-system-x86_64 a2e4 "${args[@]:-}" z
qemu-system-x86_64 a2e5 "${args[@]:-"x y"}" z
qemu-system-x86_64 a2e6 ${args[@]+"${args[@]}"} z
