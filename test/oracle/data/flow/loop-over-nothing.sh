#!/bin/bash
# run: {}
# straight
list=()
for tail in "${list[@]}"; do
qemu-system-x86_64 c1
done
qemu-system-x86_64 c2
