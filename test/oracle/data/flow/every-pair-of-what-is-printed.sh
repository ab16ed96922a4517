#!/bin/sh
# run: {"env":{"IN3":"-S","NUM1":"0"}}
set localhost,id=mon0,"${n%$M}" "${NUM1-0.0.0.0}"
for M; do
! [ "$IN3" ] && break
done
qemu-system-x86_64 "$(echo -n "${M:-server}" unix:/tmp/m.sock,server; echo '!x',"${M:-x86_64}","$(echo -n $OPTS ${tail:+"a b"} "-m")" $((${n:-3})))"
