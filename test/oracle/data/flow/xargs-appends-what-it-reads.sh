#!/bin/bash
# run: {}
echo tcp::1 b | xargs qemu-system-x86_64 c1 -S
printf '%s\n' a b c | xargs -n 2 qemu-system-x86_64 c2
printf a | xargs -n 1 qemu-system-x86_64 c3
