#!/bin/bash
# known
while read -r -d, x || [ -n "$x" ]; do qemu-system-x86_64 a4l2 "$x"; done < <(printf 'a,b,c')
