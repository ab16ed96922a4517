#!/bin/bash
# run: {}
# straight
tail=x
args=([2]="${tail:-server}" y [0]="id=mon0")
args=(qemu-system-x86_64 c1 "${args[@]}")
"${args[@]}"
