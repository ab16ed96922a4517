#!/bin/sh
# run: {}
# straight
M=''; HOST="-qmp"; OPTS=''; EXTRA="tcp:0.0.0.0:4444"; tail="disk.img"; n=0; PORT=3
set -- "no"ne -monitor
export M="${M:=4444}-${M%*,}"
run1() { qemu-system-x86_64 "$@" end; }
run1 "${EXTRA} -qmp" "$M"
