#!/bin/bash
# known
x='a b'; a=(p 'q r'); e=
qemu-system-x86_64 d31 "${x@Q}" "${x@U}" "${x@u}" "${x@L}" "${a[@]@Q}" "${e@Q}"
y="it's"; qemu-system-x86_64 d32 "${y@Q}" "${x@E}" "${x@P}" 
eval "b=(${a[@]@Q})"; qemu-system-x86_64 d35 "${b[@]}"
cmd="${a[*]@Q}"; qemu-system-x86_64 d37 "$cmd"
