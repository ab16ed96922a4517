#!/bin/bash
# run: {}
echo one two | xargs -I{} sh -c 'qemu-system-x86_64 c1 {} "$0"'
printf '%s\n' 'a b' ' c' | xargs -I{} qemu-system-x86_64 c2 -x{} {}
