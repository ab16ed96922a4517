#!/bin/bash
# known
while read -r -d, x; do qemu-system-x86_64 a4l "$x"; done <<< "a,b,c"
