#!/bin/sh
# straight
set -- x y
IFS=,; s=$@; v=$*; w="$@"; u="$*"
qemu-system-x86_64 bjd1 "$s" "$v" "$w" "$u"
