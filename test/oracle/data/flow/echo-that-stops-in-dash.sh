#!/bin/dash
qemu-system-x86_64 "$(echo 'a\tb\cd'; echo e)" "$(printf '%b' 'a\cb')" -S
