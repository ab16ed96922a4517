#!/bin/sh
# run: {}
# straight
M=''; HOST=''; OPTS="4444"; EXTRA="tcp::4445,server,nowait"; tail="a=b"; n=2; PORT=1
set -- id=mon0 x86_64
IFS=x
qemu-system-x86_64 $*
