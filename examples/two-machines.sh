#!/bin/sh
# Two guests on one virtual cable, each with a monitor that the lab's dashboard connects to.
# The monitors are made of two halves, -chardev and -mon, which may stand in any order.

IMAGES=/var/lib/lab

qemu-system-aarch64 -name left -machine virt -cpu cortex-a57 -m 512M \
    -drive file=$IMAGES/left.img,format=raw,if=virtio \
    -netdev socket,id=cable,listen=127.0.0.1:9000 -device virtio-net-device,netdev=cable \
    -chardev socket,id=leftmon,host=0.0.0.0,port=4441,server=on,wait=off \
    -mon chardev=leftmon,mode=readline \
    -display none &

qemu-system-aarch64 -name right -machine virt -cpu cortex-a57 -m 512M \
    -drive file=$IMAGES/right.img,format=raw,if=virtio \
    -netdev socket,id=cable,connect=127.0.0.1:9000 -device virtio-net-device,netdev=cable \
    -mon chardev=rightmon,mode=control \
    -chardev socket,id=rightmon,host=,port=4442,server=on,wait=off,telnet=on \
    -display none &

wait
