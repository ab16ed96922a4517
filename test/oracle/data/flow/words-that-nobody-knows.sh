#!/bin/bash
# run: {}
# run: {"args": ["a b", ""]}
run1() { qemu-system-x86_64 c1 $*; }
run1 "${OPTS}" "$1"
qemu-system-x86_64 c2 ${n}${EXTRA#?}
set -- "${IN2}"
qemu-system-x86_64 c3 $*
