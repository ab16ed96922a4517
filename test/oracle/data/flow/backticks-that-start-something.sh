#!/bin/bash
# also: sh
# known
unset none
PORT=1; x=`qemu-system-x86_64 bl1 -monitor tcp:\$PORT \\\$`
y=`echo \\\\; qemu-system-x86_64 bl2 \\\\\`echo z\`; qemu-system-x86_64 bl3 "\$none"`
