#!/bin/bash
# run: {"env": {"IN1": "x"}}
# run: {}
EXTRA=on
[ "$IN1" ] || HOST="server"
cat > file1 <<END1
M="$HOST"
EXTRA='$tail'
END1
. ./file1
qemu-system-x86_64 c1 $EXTRA "$M"
