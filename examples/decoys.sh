#!/bin/bash
# Ports that are no monitors, and monitors that do not exist: a search for "tcp:" finds line after line
# here, and Monitor Guard nothing.
# Until 2023 this was: qemu-system-x86_64 -monitor tcp:0.0.0.0:4444,server,nowait
set -eu

usage() {
  echo "usage: $0 [-monitor tcp:0.0.0.0:4444,server]"
  cat <<TEXT
Start it with a monitor like this:
  qemu-system-x86_64 -monitor telnet::4444,server,nowait
TEXT
}
[ "${1:-}" != --help ] || { usage; exit; }

OLD_MONITOR="-monitor tcp:0.0.0.0:4444,server,nowait"
MONITOR="-monitor tcp::4444,server"
MONITOR="-monitor unix:${XDG_RUNTIME_DIR:-$HOME}/decoys.sock,server=on,wait=off"

qemu-system-x86_64 -m 1G $MONITOR \
  -serial telnet::4445,server,nowait \
  -gdb tcp::1234 \
  -netdev user,id=n0,hostfwd=tcp::2222-:22 -device e1000,netdev=n0 \
  -chardev socket,id=con1,host=0.0.0.0,port=4446,server=on,wait=off \
  -device isa-serial,chardev=con1 \
  -incoming tcp:0:4447 \
  -kernel bzImage -append "monitor=tcp:0.0.0.0:4444,server" \
  -vnc :0 # -qmp tcp:0.0.0.0:4448,server

echo info status | nc 127.0.0.1 4444
ceph-mon --monitor tcp:0.0.0.0:4444,server
