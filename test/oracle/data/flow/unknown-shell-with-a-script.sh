#!/bin/bash
# run: {"env":{"IN1":"sh"}}
# straight
$IN1 -c 'qemu-system-x86_64 1 "$@" "$0"' name 'a b'
"$IN1" -c 'qemu-system-x86_64 2 -monitor tcp::1'
