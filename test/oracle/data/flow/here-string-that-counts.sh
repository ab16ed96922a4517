#!/bin/bash
# run: {}
# straight
M="-monitor tcp::1,server"; HOST=''; OPTS="id=mon0"; EXTRA="x  y"; tail="telnet:127.0.0.1:5555,server"; n=3; PORT=4; args=(); list=()
set -- telnet:127.0.0.1:5555,server tcp::4445,server,nowait
read -rp 'host? ' HOST <<< "${PORT+x86_64}:$OPTS:$((n++))"
qemu-system-x86_64 "$HOST:-m:server"
