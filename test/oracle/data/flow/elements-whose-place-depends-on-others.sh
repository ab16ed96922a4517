#!/bin/bash
# run: {}
# run: {"env":{"IN1":"on"}}
args=(a)
if [ "$IN1" ]; then args+=(b); fi
args+=(c)
qemu-system-x86_64 "${args[1]}" "${args[-1]}" "${args[0]}"
args[1]=x
qemu-system-x86_64 "${args[@]}"
declare -A conf=([a]=x)
conf+=([a]=z)
qemu-system-x86_64 ass "${conf[a]}" 
conf[a]=w
qemu-system-x86_64 ass2 "${conf[a]}" 
list=(x y)
list+=([0]=z)
qemu-system-x86_64 idx "${list[@]}" 
list+=([7]=z u)
qemu-system-x86_64 idx "${list[@]}" "${list[8]}"
list[-1]=v
qemu-system-x86_64 idx "${list[@]}" "${list[8]}"
