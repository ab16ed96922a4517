#!/bin/bash
# known
a=(5 6 7); i=1
qemu-system-x86_64 bad1 "$((a[$i]+1))" "$((${a[i]}+1))" "$((${#a[@]}-1))" "$((a))"
declare -A A=([x]=4 [y z]=5); k=x
qemu-system-x86_64 bad2 "$((A[$k]))" "$((A[x]+1))"
