#!/bin/ksh
set -A list a b c
set +A list x y
qemu-system-x86_64 1 "${list[@]}" "${list[2]}" "$list"
