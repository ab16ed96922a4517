#!/bin/bash
# run: {}
if [ "$IN1" != 1 ]; then
:
elif [ -n "$IN2" ]; then
:
else
declare -x M+=-S
fi
M="$M tcp::4445,server,nowait"
cat <<'END1' > file1
qemu-system-x86_64 "$M"
END1
sh file1 arg-c1 two
