#!/bin/bash
# known
qemu-system-x86_64 1 $'tcp\x{3a}:1\0rest' $'a\x{41}b' $'\x{X' $'\x{}b'x $'\x{01234567X' $'\c?\c\\x'
qemu-system-x86_64 2 "$(echo -e 'tcp:\0:1')" "$(printf 'a\101\x41\n')"
