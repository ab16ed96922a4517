#!/bin/bash
# also: sh
# known
unset v; OPTS=
qemu-system-x86_64 bd1 ${OPTS:-a\ b} z
qemu-system-x86_64 bd2 ${OPTS:-a" "b c} z
qemu-system-x86_64 bd3 ${OPTS:-'a b' c\ d} z
v=1
qemu-system-x86_64 bd4 ${v:+a\ b} z
qemu-system-x86_64 bd5 ${v:+a\ b c} z
qemu-system-x86_64 bd6 "${v:+a\ b}" z
qemu-system-x86_64 bd7 ${v:+\ } z
qemu-system-x86_64 bd8 ${v:+a\	b} x${v:+\ y}z
qemu-system-x86_64 bd9 ${v:+\a\"b} "${v:+\a\"b\$c}"
IFS=,
qemu-system-x86_64 bd10 ${v:+a\,b} ${v:+a,b} z
