#!/bin/bash
# also: sh
# known
unset none
for i in `echo 1 2 \$none 3`; do qemu-system-x86_64 bloop "$i"; done
