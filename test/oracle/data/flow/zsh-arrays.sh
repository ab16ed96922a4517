#!/bin/zsh
# known
opts=(-m '1 G' '' -monitor tcp:0.0.0.0:4444,server)
qemu-system-x86_64 1 $opts
qemu-system-x86_64 2 "$opts[@]" "${opts[@]}"
qemu-system-x86_64 3 "$opts" x$opts[1]y "$opts[2]" ${opts[4]} ${opts[-1]}
qemu-system-x86_64 4 $#opts ${#opts} "${#opts[@]}"
qemu-system-x86_64 5 pre$opts
opts[1]=-M
opts+=-S
opts+=(-display none)
qemu-system-x86_64 6 $opts
opts=one
qemu-system-x86_64 7 $opts
opts+=(two)
qemu-system-x86_64 8 $opts
for opt in $opts; do qemu-system-x86_64 9 $opt; done
qemu-system-x86_64 10 ${opts:1} ${opts/o/O} "${opts[@]%e}"
typeset -A conf
conf[port]=4444
qemu-system-x86_64 11 tcp:$conf[port] "$conf[port]:4" ${conf[port]}
list=('' lead '')
qemu-system-x86_64 12 x$list $list ${list}y
echo z | read -r last
qemu-system-x86_64 13 $last $((010 + 1))
