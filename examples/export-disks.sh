#!/bin/sh
# Exports disks to guests with qemu-storage-daemon, whose only monitor is QMP. Its options have two
# dashes, and a chardev must stand before its monitor.

qemu-storage-daemon \
    --blockdev driver=file,node-name=disk0,filename=/srv/disk0.img \
    --nbd-server addr.type=unix,addr.path=/run/export/nbd.sock \
    --export type=nbd,id=export0,node-name=disk0,writable=on \
    --chardev socket,id=local,path=/run/export/qmp.sock,server=on,wait=off \
    --monitor chardev=local \
    --chardev socket,id=remote,host=10.20.0.5,port=4447,server=on,wait=off \
    --monitor chardev=remote
