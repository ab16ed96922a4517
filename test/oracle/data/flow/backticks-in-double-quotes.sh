#!/bin/bash
# also: sh
# known
H=/h; qemu-system-x86_64 bd1 "`echo \"a b\"`" "x`echo \"\$H\"|cat`y" "`echo 'a\"b'`" "`printf %s 'a\\b'`"
