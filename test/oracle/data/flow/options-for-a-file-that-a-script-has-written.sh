#!/bin/bash
# known
EXTRA="a b"
set -- "trail "
echo 'EXTRA=$1; shift' > EXTRA.inc
. ./EXTRA.inc -monitor
qemu-system-x86_64 "x ${EXTRA=}" "$1"
source ./EXTRA.inc -qmp -monitor
qemu-system-x86_64 y "$EXTRA"
