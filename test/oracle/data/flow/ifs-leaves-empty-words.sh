#!/bin/bash
# run: {}
# straight
tail=x86_64; M=a,,b,
IFS=x
qemu-system-x86_64 c1 $tail
IFS=,
qemu-system-x86_64 c2 $M "$M"
