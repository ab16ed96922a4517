#!/bin/bash
# run: {"env": {"IN1": "1"}}
# run: {}
M=a
if [ "$IN1" = 1 ]; then
M="b c"
fi
echo "qemu-system-x86_64 c1 $M" | bash
echo "qemu-system-x86_64 c2 $M" > file1
sh file1
