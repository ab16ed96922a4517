#!/bin/bash
# straight
mapfile -t -d, A <<< "a,b c,d"
qemu-system-x86_64 a4m1 "${#A[@]}" "${A[@]}"
mapfile -d '' -t B < <(printf 'x\0y z\0')
qemu-system-x86_64 a4m2 "${B[@]}"
mapfile -d: C <<< "a:b"
qemu-system-x86_64 a4m3 "${C[@]}"
mapfile -td: D < <(printf 'a:b')
qemu-system-x86_64 a4m4 "${D[@]}"
