#!/bin/bash
# run: {}
f1() {
[ "$IN3" = -S ] || return
args+=("${IN1-}","${PORT:+10.0.0.1}",disk.img "$*")
return
}
f1
qemu-system-x86_64 "${args[@]}"
