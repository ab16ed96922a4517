#!/bin/bash
# run: {"args":["-m","1"]}
# run: {}
while [ $# -gt 0 ]; do
list+=("disk.img" "${1#*:}")
shift
done
list=(qemu-system-x86_64 c1 "${list[@]}" -S)
"${list[@]}"
