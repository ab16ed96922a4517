#!/bin/bash
# known
declare -u X=foo; typeset -l Y=FOO; declare -c Z=foo 2>/dev/null
qemu-system-x86_64 bdc1 "$X" "$Y"
X=bar; Y=BaR
qemu-system-x86_64 bdc2 "$X" "$Y"
X+=baz
qemu-system-x86_64 bdc3 "$X"
declare -u W; W=w
qemu-system-x86_64 bdc4 "$W"
declare -ua V=(a b); V+=(c)
qemu-system-x86_64 bdc5 "${V[@]}"
f() { local -u L=low; local -l M; M=UP; qemu-system-x86_64 bdc6 "$L" "$M"; }
f
L=low; qemu-system-x86_64 bdc7 "$L"
declare +u X; X=low
qemu-system-x86_64 bdc8 "$X"
read -r Y <<< "ABC"
qemu-system-x86_64 bdc9 "$Y"
declare -xu E=env
qemu-system-x86_64 bdca "$E"
declare -lu Q2=aB
qemu-system-x86_64 bdcb "$Q2"
declare -u v2; printf -v v2 %s abc; for Y in AA; do qemu-system-x86_64 bdcc "$v2" "$Y"; done
declare -l K; K=ABC; unset K; K=ABC
qemu-system-x86_64 bdcd "$K"
declare -u un=${X}x; export un
qemu-system-x86_64 bdce "$un"
declare -iu iu=3
qemu-system-x86_64 bdcf "$iu"
