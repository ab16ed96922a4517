#!/bin/bash
# run: {}
# straight
M=","; HOST=''; OPTS="tcp"; EXTRA="a b"; tail="-qmp  tcp:0:2 -s"; n=0; PORT=2; args=(); list=()
set -- 'a&b' "-""m"
for OPTS in "${!args[@]}"; do
qemu-system-x86_64
done
