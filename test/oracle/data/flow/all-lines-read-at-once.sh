#!/bin/bash
# known
read -r -d '' ARGS <<E
-m 1G
  -smp 2
E
qemu-system-x86_64 a41 $ARGS z
qemu-system-x86_64 a42 "$ARGS"
