#!/bin/sh
# run: {}
# straight
qemu-system-x86_64 c1 "$(printf '%05d|%x|%-4s|%3s' 42 255 a b)"
