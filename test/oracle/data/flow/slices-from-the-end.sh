#!/bin/bash
# run: {}
# straight
args=(a b c); e=()
set -- x y z
qemu-system-x86_64 1 "${args[@]: -1}" "${args[@]: -2:1}" "${args[@]: -4}" "${e[@]: -1}" end
qemu-system-x86_64 2 "${@: -1}" "${@: -3}" "${@: -2:1}" end
for i in "${e[@]: -1}"; do qemu-system-x86_64; done
