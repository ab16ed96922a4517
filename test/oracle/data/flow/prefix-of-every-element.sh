#!/bin/bash
# run: {}
# straight
args[0]=tcp; list=(a "b c")
printf -v tail "${args[@]/#/x}"
qemu-system-x86_64 c1 "$tail" "${list[@]/#/-o }" "${list[@]/%/.img}"
