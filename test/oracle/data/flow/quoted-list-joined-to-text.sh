#!/bin/bash
# run: {}
# straight
set -- "a b" c
qemu-system-x86_64 c1 "x$@y" "x$*y" x$@y
