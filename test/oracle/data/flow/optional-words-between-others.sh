#!/bin/sh
# run: {"env":{"IN2":"x"}}
EXTRA="$EXTRA on"
[ "$IN2" ] && {
:
} || {
[ -e none ] && {
HOST="$HOST server"
EOF2
} || {
EXTRA="$EXTRA localhost"
}
}
qemu-system-x86_64 ${EXTRA}:10.0.0.1:${PORT}
