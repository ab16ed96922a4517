#!/bin/bash
# run: {}
# straight
function f1()
{
cat <<'END1' > file1
qemu-system-x86_64 c1 "$1" "$0"
END1
sh file1 arg-c2 two
}
f1
