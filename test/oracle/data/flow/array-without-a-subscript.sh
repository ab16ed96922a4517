#!/bin/bash
# run: {}
# straight
tail=x; args=()
args[2]="$tail"
qemu-system-x86_64 c1 "$args" $args
args[0]=y
qemu-system-x86_64 c2 "$args"
