#!/bin/zsh
x=/a/b.c
list=(a b c)
qemu-system-x86_64 1 $x:h $x:t:r "$x:t" "$x:4444" ${x:h}
qemu-system-x86_64 2 ${(s:/:)x} "${(@)list}" "${(j:,:)list}" ${(U)x}
qemu-system-x86_64 3 $list[2,3] ${list[2,3]} $list[(r)b] $x[1]
qemu-system-x86_64 4 "${x%'.c'}" ${${x}:t} ${+x} $+x
i=2
qemu-system-x86_64 5 $list[$i] $list[i] "$list[i+1]" ${list[$i]}
setopt ksharrays
qemu-system-x86_64 6 $list ${list[1]}
qemu-system-x86_64 7 $((7 & 3 == 3)) $((1 + 2 << 3)) x$#:4 $#-x
