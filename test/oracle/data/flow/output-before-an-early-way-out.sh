#!/bin/sh
# run: {"env": {"IN1": "x"}}
# run: {}
f1() {
echo a
[ "$IN1" ] && return
echo b
}
qemu-system-x86_64 c1 $(f1) "$(echo a; [ "$IN1" ] && exit; echo b)"
