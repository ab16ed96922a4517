#!/bin/bash
# run: {}
if [ "$IN3" ] && [ "$IN2" != x ]; then
OPTS+="`echo tcp::1`"
fi
qemu-system-x86_64 "${PORT+-S -m}" "$PORT-unix:/tmp/m.sock,server-${OPTS-localhost}"
