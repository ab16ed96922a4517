#!/bin/bash
# known
set -- "" ""
qemu-system-x86_64 x$@y
qemu-system-x86_64 x$*y -m
set -- "" "1 2" ""
qemu-system-x86_64 x$@y $@
list=("" "")
qemu-system-x86_64 x${list[@]}y
