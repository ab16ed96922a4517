#!/bin/bash
# run: {}
# run: {"args":["a"]}
# run: {"args":["a\nb"]}
x=y
[ "$1" ] && x+=" tcp"
qemu-system-x86_64 c1 "$(echo "tcp:1 $(printf '%s\n' $1 "tcp:2")" | sed 's/tcp/unix/')"
qemu-system-x86_64 c2 "$(echo "tcp $1 tcp" | sed 's/tcp/unix/')"
qemu-system-x86_64 c3 "$(echo "$x tcp:1" | sed 's/tcp/unix/')"
