#!/bin/bash
# run: {}
ref=HOST
M+=${IN2:+'a  b'}:"${M=on}"
printf -v EXTRA ${M}
qemu-system-x86_64 "${!ref}-$(echo -E {$'tcp:0',"$EXTRA",$'a b'},server)"
