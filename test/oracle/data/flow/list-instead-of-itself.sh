#!/bin/bash
# known
set -u
args=(-m "1 G")
qemu-system-x86_64 a21 "${args[@]+"${args[@]}"}" z
qemu-system-x86_64 a22 "${args[@]:+${args[@]}}" z
qemu-system-x86_64 a23 ${args[@]+"${args[@]}"} z
qemu-system-x86_64 a24 "${args[@]+${args[@]}}" z
qemu-system-x86_64 a25 "${args+"${args[@]}"}" z
qemu-system-x86_64 a26 "${args[@]+x "${args[@]}" y}" z
qemu-system-x86_64 a27 "p${args[@]+"${args[@]}"}s" z
qemu-system-x86_64 a28 "${args[*]+"${args[*]}"}" z
