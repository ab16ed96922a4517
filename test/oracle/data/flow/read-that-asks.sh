#!/bin/bash
# known
read -r -p prompt: A <<< "x"
read -rs -t 5 B <<< "y"
qemu-system-x86_64 a4i "$A" "$B"
