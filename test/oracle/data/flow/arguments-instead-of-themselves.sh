#!/bin/bash
# also: sh
# known
unset none
set -- "a b" c
qemu-system-x86_64 a2p1 "${1+"$@"}" z
qemu-system-x86_64 a2p2 "${1+$@}" z
qemu-system-x86_64 a2p3 "${@:+$@}" z
qemu-system-x86_64 a2p4 ${1+"$@"} z
qemu-system-x86_64 a2p5 "${@+"$@"}" z
qemu-system-x86_64 a2p6 "${1+"x$@y"}" z
qemu-system-x86_64 a2p7 "${1:+"$@"}" z
qemu-system-x86_64 a2p8 "p${1+"$@"}q" z
qemu-system-x86_64 a2p9 "${none-"$@"}" z
qemu-system-x86_64 a2p10 "${none:-$@}" z
qemu-system-x86_64 a2p11 "${none:-$*}" z
qemu-system-x86_64 a2p12 "${none-x $@}" z
