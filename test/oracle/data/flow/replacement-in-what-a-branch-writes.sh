#!/bin/bash
# run: {"env": {"IN1": "0"}}
# run: {}
HOST=
if test -z "$IN1"; then
HOST=disk.imgtelnet:127.0.0.1:5555,server4444
fi
qemu-system-x86_64 c1 "${HOST//,/x/y}" "${HOST#disk}" ${#HOST}
