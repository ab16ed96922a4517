#!/bin/bash
# run: {}
HOST="${tail%%*:}"
qemu-system-x86_64 c1 ${HOST+""}
OPTS="$((3))"
qemu-system-x86_64 c2 ${OPTS:+""}
