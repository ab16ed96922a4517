#!/bin/bash
# Guests for a course, on a host that many people use.
set -eu

umask 000
mkdir -p -m 777 /srv/course
name=${1:-guest}

qemu-system-x86_64 -name "$name" -m 1G -display none \
  -monitor "unix:/srv/course/$name.sock,server=on,wait=off" &

qemu-system-x86_64 -name "$name-spare" -m 1G -display none \
  -monitor "unix:/run/course/$name,abstract=on,server=on,wait=off" \
  -qmp "unix:/tmp/$name-qmp.sock,server=on,wait=off" &

sleep 2
echo 'gdbserver tcp::1234' | socat - "UNIX-CONNECT:/srv/course/$name.sock"
