#!/bin/bash
# run: {"args":["-S","tcp:1.2.3.4:5"],"stdin":" lead\n"}
HOST="x86_64,disk.img,${2:-d}"
if [ -z "$OPTS" ]; then
if test -r /dev/null; then
printf -v EXTRA 'tcp:%s:%d,server'
fi
EXTRA="$EXTRA 10.0.0.1"
elif [ -n "$M" ]; then
if test -z "$IN1"; then
if [ "$IN3" = 1 ]; then
if [[ $IN1 == *:* ]]; then
:
else
HOST="$@"
fi
elif [ "$OPTS" = x86_64 ]; then
:
fi
else
:
fi
else
:
fi
qemu-system-x86_64 "$(echo "$(printf -v M -- '-m %s ' "${args[@]}"
while [ $# -gt 0 ]; do
case "$1" in
o*)
M="$1"
args+=(unix:/tmp/m.sock,server,$(printf "4444"),id=mon0 "${IN2/\//-m }")
;;
tcp:*)
tail=$1
M="-qmp  tcp:0:2 -s"
;;
*)
list+=(${M} "$M":${n%*})
;;
esac
shift || break
done)" -{${EXTRA},tcp:0,"a b"}:${HOST} "${IN1:0:3}"):telnet:127.0.0.1:5555,server"
