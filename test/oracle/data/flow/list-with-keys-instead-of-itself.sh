#!/bin/bash
# known
a=([1]=x [3]="y z")
qemu-system-x86_64 a2k "${a[@]+"${a[@]}"}" q
