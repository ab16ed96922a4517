#!/bin/bash
# known
x=`printf %s 'a\
b'`
qemu-system-x86_64 bcont "$x" "`printf %s 'c\
d' \$x`"
