#!/bin/bash
# known
opts=(-m "1 G" -smp 2)
all='opts[@]'
qemu-system-x86_64 "${!all}"
qemu-system-x86_64 ${!all}
qemu-system-x86_64 -x"${!all}"y
star='opts[*]'
qemu-system-x86_64 "${!star}" ${!star}
IFS=,
qemu-system-x86_64 "${!star}"
unset IFS
qemu-system-x86_64 ${!all+"${!all}"} "${!all+"${!all}"}"
qemu-system-x86_64 "${!all:1:2}" "${!all#-}" "${!all:-none}"
set -- a "b c"
ind=@
qemu-system-x86_64 "${!ind}" ${!ind}
ind='*'
qemu-system-x86_64 "${!ind}" ${!ind}
text=${!ind}
qemu-system-x86_64 "$text"
ref=(opts)
qemu-system-x86_64 "${!ref[@]}" "${!ref[0]}"
names=([1]=opts)
qemu-system-x86_64 "${!names[@]}" "${!names[1]:0:1}"
