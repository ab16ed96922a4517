#!/bin/bash
# run: {}
IFS=x
list=({$'1',"a b"}{x,y} "${args[@]}")
qemu-system-x86_64 ${list[@]}
