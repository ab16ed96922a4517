#!/bin/bash
# also: sh
# straight
unset none
set --
qemu-system-x86_64 a2n1 "${1+"$@"}" z
qemu-system-x86_64 a2n2 "${@:+$@}" z
qemu-system-x86_64 a2n3 ${1+"$@"} z
qemu-system-x86_64 a2n4 "${none-"$@"}" z
qemu-system-x86_64 a2n5 "${none-$@}" z
qemu-system-x86_64 a2n6 "x${none-$@}y" z
