#!/bin/bash
# known
IFS= read -r -d '' ARGS <<E
  -m 1G
E
qemu-system-x86_64 a44 "$ARGS"
