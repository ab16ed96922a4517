#!/bin/bash
# known
read -a L <<< 'a\ b c\d e\\f'
qemu-system-x86_64 bra1 "${#L[@]}" "${L[@]}"
read L2 <<< '  a\ b  '
qemu-system-x86_64 bra2 "[$L2]"
