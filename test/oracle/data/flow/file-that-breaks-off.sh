#!/bin/bash
# also: zsh
M=a
HOST="\\"
cat > file1 <<END1
M="$HOST"
END1
. ./file1
qemu-system-x86_64 "$M" -S
