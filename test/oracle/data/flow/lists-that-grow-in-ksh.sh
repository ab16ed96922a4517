#!/bin/ksh
# known
args=()
args+=(-m 1)
args+=(-x "a b")
qemu-system-x86_64 "${args[@]}"
set -A list -- -m "2 G"
qemu-system-x86_64 "${list[@]}" ${list[1]}
typeset -A drive
drive[a]=1
qemu-system-x86_64 "${drive[a]}"
IFS=: read -r host port <<END
127.0.0.1:4444
END
qemu-system-x86_64 "$host" "$port"
