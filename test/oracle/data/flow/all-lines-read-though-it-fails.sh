#!/bin/bash
# known
read -r -d '' ARGS <<E || true
-m 1G
-smp 2
E
qemu-system-x86_64 a43 "$ARGS"
