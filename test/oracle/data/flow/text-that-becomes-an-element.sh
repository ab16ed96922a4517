#!/bin/bash
# run: {}
args+=$M
args=(qemu-system-x86_64 "${args[@]}")
"${args[@]}"
