#!/bin/zsh
# known
qemu-system-x86_64 "$(echo 'a\tb\0101\q')"
qemu-system-x86_64 "$(echo -E 'a\tb')" "$(echo -e 'x\x41')"
