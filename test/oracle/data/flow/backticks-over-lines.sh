#!/bin/bash
# also: sh
# known
unset none
x=`echo a\
b \$none c`
qemu-system-x86_64 bnl "$x"
