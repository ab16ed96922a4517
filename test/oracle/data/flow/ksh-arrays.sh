#!/bin/ksh
# known
set -A list -- -m '1 G' ''
qemu-system-x86_64 1 "${list[@]}" ${list[1]}
set -A list a b
qemu-system-x86_64 2 "${list[@]}" "$list"
set one two
set -A other
qemu-system-x86_64 3 "${other[@]}" "$@"
