#!/bin/sh
# run: {}
# straight
M=''; HOST="é"; OPTS="-m 1G -S"; EXTRA=''; tail="disk.img"; n=1; PORT=0
set -- "a ""b" trail\ 
OPTS="$HOST,server,${OPTS+-S -m}"
HOST=prefix qemu-system-x86_64 $(echo "$((n = n + 1))" "disk.img 1G"; echo -n ${#OPTS} "$(printf '%s\n' "$OPTS" $((! $((n)) | PORT + 0x10))stdio"${tail%%*}")",localhost ${M%%[!-]})
