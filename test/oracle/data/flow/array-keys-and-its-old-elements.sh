#!/bin/bash
# run: {}
# straight
args=(x y)
args=([2]="${args[@]}" z [0]='1G')
qemu-system-x86_64 c1 ${args[*]}
