#!/bin/bash
# known
IFS=:
set -- "a:" "" ":b" "c d"
qemu-system-x86_64 $@
qemu-system-x86_64 $*
qemu-system-x86_64 x$@y
qemu-system-x86_64 ""$@"" "$@"
list=("" -m "" "1:2")
qemu-system-x86_64 ${list[@]} "${list[*]}"
both=$@
qemu-system-x86_64 "$both"
IFS=' :'
set -- "a " "" ":b"
qemu-system-x86_64 $@ x$*y
