#!/bin/bash
# run: {}
# straight
M="-monitor tcp::1,server"; HOST=''; OPTS=''; EXTRA=''; tail="-m 1G -S"; n=2; PORT=0; args=(); list=()
set -- 'tcp' -S
function f1 {
qemu-system-x86_64 $M,${EXTRA:-$M},${OPTS:+$HOST}
}
trap 'f1 "${OPTS:+-S -m}" "${@:1:1}"' EXIT
for OPTS in $@; do
HOST="$HOST 1G"
done
