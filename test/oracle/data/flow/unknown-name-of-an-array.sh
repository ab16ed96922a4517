#!/bin/bash
a=(1 '2 3')
ref='a[@]'
qemu-system-x86_64 1 "${!ref}" x
declare -n all='a[@]'
qemu-system-x86_64 2 "$all" "${!a*}"
declare -A A=([a]=1 [b]=2 [c]=3)
qemu-system-x86_64 3 "${A[@]/1/x}"
