#!/bin/bash
# known
x='a b'; a=(p 'q r'); e=
qemu-system-x86_64 d31 "${x@Q}" "${a[@]@Q}" "${e@Q}"
y="it's"; qemu-system-x86_64 d32 "${y@Q}" "${x@P}" 
eval "b=(${a[@]@Q})"; qemu-system-x86_64 d35 "${b[@]}"
cmd="${a[*]@Q}"; qemu-system-x86_64 d37 "$cmd"
