#!/bin/bash
# known
set a b -- c
qemu-system-x86_64 "$@"
set -e a -- b
qemu-system-x86_64 "$@"
set -e -- -a b
qemu-system-x86_64 "$@"
