#!/bin/bash
# known
qemu-system-x86_64 "$(echo 'a\tb\0101\q')" "$(echo -E 'a\tb')" "$(echo -e 'x\x41\"')"
qemu-system-x86_64 "$(echo -eE 'a\tb')" "$(echo -nEe 'a\tb')"
