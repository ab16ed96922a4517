#!/bin/bash
# straight
printf 'p\nq\n' >f; printf 'x\ny\n' >g
while read -r l; do read -r m <&3; qemu-system-x86_64 bfd "$l" "$m"; done <f 3<g
