#!/bin/bash
# known
read -n 3 A <<< "abcdef"
read -n3 B <<< "ab"
read -N 4 C <<< "ab c d"
read -rn 2 D <<< " x y"
qemu-system-x86_64 a4n "$A" "$B" "$C" "$D"
