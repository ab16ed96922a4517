#!/bin/bash
# straight
printf 'p\nq\n' >f; printf 'x\ny\n' >g
while read -r l <&3; do qemu-system-x86_64 bfl "$l"; done 3<f <g
while read -r l && read -r m <&3; do qemu-system-x86_64 bfl2 "$l" "$m"; done <f 3<g
