#!/bin/zsh
# known
IFS=: read -r host port <<END
127.0.0.1:4444
END
qemu-system-x86_64 "$host" "$port"
