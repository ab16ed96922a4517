#!/bin/bash
# also: sh
# straight
unset none
x=`echo \${none:-d e}`
y=${none:-`echo \$x q`}
z="${none:-`echo \"\$x q\"`}"
qemu-system-x86_64 bpo "$x" "$y" "$z"
