#!/bin/bash
# run: {"env":{"IN2":"on"}}
# run: {"args":["q"]}
for M in "a b" $1 "${NUM1=0.0.0.0}-none"; do
[ "$IN2" != on ] && break
done
qemu-system-x86_64 c1 "${M:-none},-monitor"
