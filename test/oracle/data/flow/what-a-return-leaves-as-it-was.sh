#!/bin/bash
# run: {}
# run: {"env":{"IN3":"on"}}
X=a
f() {
[ "$IN3" ] || return
X=b
return
}
f
qemu-system-x86_64 "$X"
if [ "$IN3" ]; then args+=(a ""); fi
qemu-system-x86_64 "${args[@]}"
f() {
[ "$IN3" ] || return
args+=(b "")
return
}
f
qemu-system-x86_64 "${args[@]}"
