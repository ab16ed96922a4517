#!/bin/bash
# also: sh
# known
IFS=: read h p <<E
127.0.0.1:4444:
E
qemu-system-x86_64 brn1 "$h" "$p"
IFS=: read h p <<E
a\\\\:b:c\\\\:d
E
qemu-system-x86_64 brn2 "$h" "$p"
IFS=", " read a b <<E
 1 , 2,3 ,
E
qemu-system-x86_64 brn3 "$a" "$b"
read a b <<E
 \\\\ x  y\\\\ 
E
qemu-system-x86_64 brn4 "[$a]" "[$b]"
