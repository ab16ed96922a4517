#!/bin/bash
# known
read -r -d '' A B <<E
one two
three
E
qemu-system-x86_64 a45 "$A" "$B"
