#!/bin/bash
# run: {}
# straight
M="on"; HOST="x  y"; OPTS=''; EXTRA="disk.img"; tail="disk.img"; n=3; PORT=3; args=(); list=()
set -- \* "x  ""y"
for HOST in "$@"; do
unset EXTRA
done
qemu-system-x86_64 "disk.img-${EXTRA%%,*}-on"
