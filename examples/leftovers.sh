#!/bin/bash
# A test machine after years of editing. It starts, and has forgotten monitors.

set -eu

# QEMU ignores a port without a host, and `mux=on` makes a monitor of a serial line. A pty has another
# name at each start, and `none` takes none of the others away.
qemu-system-x86_64 -name test1 -m 2G -display none -chardev socket,id=mon0,port=4444,server=on,wait=off -mon mon0 \
  -serial unix:/run/test/serial.sock,server=on,wait=off,mux=on \
  -monitor pty \
  -monitor none &

# Two sockets of one name: the second takes it from the first.
qemu-system-x86_64 \
  -name test2 \
  -m 2G \
  -display none \
  -monitor unix:/run/test/control.sock,server=on,wait=off \
  -qmp unix:/run/test/control.sock,server=on,wait=off
