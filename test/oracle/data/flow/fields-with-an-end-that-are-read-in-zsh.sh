#!/bin/zsh
IFS=: read -r host port <<END
127.0.0.1:4444:
END
qemu-system-x86_64 "$host" "$port"
typeset -A drive
drive["a"]=1
qemu-system-x86_64 "${drive[a]}"
