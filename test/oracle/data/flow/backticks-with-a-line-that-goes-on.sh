#!/bin/bash
# also: sh
# known
x=`printf %s 'a\
b'`
qemu-system-x86_64 bcont "$x" "`printf %s 'c\
d' \$x`"
