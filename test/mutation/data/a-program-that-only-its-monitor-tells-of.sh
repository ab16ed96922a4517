#!/bin/bash
M="-monitor tcp::1,server"; PO9000 -device virtio-net-device,netdev=cable \
    -mon chardev=rightmon,mode=control \
    -chardev socket,id=rightmon,host=,port=4442,server=on,wait=off,telnet=on \
    -display none &
