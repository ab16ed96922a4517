#!/bin/bash
# known
M=tcp:1
read -r -d '' ARGS <<E
-monitor $M
E
qemu-system-x86_64 a4he $ARGS
