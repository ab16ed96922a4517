#!/bin/bash
# also: sh
# known
unset HOME PORT none X
set -- x y
H=12; m=`echo \$H`
a=`echo "\$m"`
b=`printf %s \\\\\\\\x`
c=`printf %s \`echo in\``
qemu-system-x86_64 bt1 "$m" "$a" "$b" "$c" "`echo \$m`" "`echo \"q r\"`" `echo "q r"`
