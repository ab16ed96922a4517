#!/bin/bash
# known
x="A=1 B=2"; export $x
qemu-system-x86_64 beb1 "$A" "$B"
y="C=3"; declare $y; readonly "$y"
qemu-system-x86_64 beb2 "$C"
z="D=a b"; export "$z"
qemu-system-x86_64 beb3 "$D"
w="E F"; E=5 F=6; export $w
bash -c 'true' 
qemu-system-x86_64 beb4 "$E" "$F"
declare "${x%% *}" G=7
qemu-system-x86_64 beb5 "$A" "$G"
