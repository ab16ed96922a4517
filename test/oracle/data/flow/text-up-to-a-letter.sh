#!/bin/bash
# known
read -r -d : A <<< "x y:z"
qemu-system-x86_64 a46 "$A"
read -d: -r B < <(printf 'p:q')
qemu-system-x86_64 a47 "$B"
