#!/bin/bash
# run: {}
# straight
tail=" "; OPTS=
qemu-system-x86_64 c1 "${tail:--S -m} tcp:0.0.0.0:4444" ${tail:+x} "${OPTS:-stdio}"
