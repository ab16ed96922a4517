#!/bin/bash
# also: sh
# known
read A B <<E
a\ b c\d e
E
qemu-system-x86_64 a4nr "$A" "$B"
