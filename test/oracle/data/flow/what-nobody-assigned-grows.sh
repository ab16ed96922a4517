#!/bin/bash
# run: {"env": {"HOST": "x"}}
# run: {}
test -r none && {
:
} || {
HOST="$HOST server"
}
qemu-system-x86_64 c1 "${HOST+tcp::4445,server,nowait}" "$HOST"
