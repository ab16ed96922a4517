#!/bin/sh
# run: {"env":{"IN2":"a b"}}
set $IN2'disk.img'
qemu-system-x86_64 "unix:/tmp/m.sock,server:server:${1-x y}"
