#!/bin/bash
# How it is meant to be: every monitor on a UNIX socket in a directory of the user's own, or on the
# terminal. Nothing is found here.
set -eu

SOCKETS=${XDG_RUNTIME_DIR:-$HOME}/lab
mkdir -p -m 700 "$SOCKETS"

for name in alpha beta; do
  args=(-name "$name" -m 1G -display none)
  args+=(-monitor "unix:$SOCKETS/$name-monitor.sock,server=on,wait=off")
  args+=(-chardev "socket,id=qmp,path=$SOCKETS/$name-qmp.sock,server=on,wait=off")
  args+=(-mon chardev=qmp,mode=control)
  qemu-system-x86_64 "${args[@]}" &
done

qemu-system-x86_64 -name console -m 1G -nographic -serial mon:stdio

# To talk to one of them: socat - "UNIX-CONNECT:$SOCKETS/alpha-monitor.sock"
