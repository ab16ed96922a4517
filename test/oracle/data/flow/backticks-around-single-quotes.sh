#!/bin/bash
# also: sh
# known
m=`printf %s '\$x' '\\a' '\`b'`
qemu-system-x86_64 bsin "$m"
