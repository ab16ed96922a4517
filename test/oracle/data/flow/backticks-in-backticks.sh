#!/bin/bash
# also: sh
# straight
d=`dirname \`echo /a/b/c\``
e=`echo \`echo x \\\`echo y\\\`\``
qemu-system-x86_64 bn1 "$d" "$e" "`echo \`echo \"p  q\"\``"
