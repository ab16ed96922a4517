#!/bin/sh
# run: {"env": {"IN2": "0"}}
# run: {"env": {"IN2": ""}}
# run: {}
qemu-system-x86_64 c1 "${IN2:=-S}" "$IN2"
qemu-system-x86_64 c2 ${IN3=a  b} "$IN3"
