#!/bin/bash
# straight
mapfile -t -n 2 A <<< $'a\nb\nc'
mapfile -t -s 1 B <<< $'a\nb\nc'
mapfile -t -O 2 C <<< $'a\nb'
qemu-system-x86_64 a4mo "${A[@]}" - "${B[@]}" - "${C[@]}" "${C[2]}"
