#!/bin/bash
# also: sh
# straight
unset none
cat >f.txt <<E
`echo \$none x \"y\" \\\\z`
E
read -r l <f.txt
qemu-system-x86_64 bdoc "$l"
