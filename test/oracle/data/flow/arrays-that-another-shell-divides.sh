#!/bin/bash
# known
sh -c 'qemu-system-x86_64 "$@"' x -m 1
dash -c 'IFS=:; set -- "a:" b; qemu-system-x86_64 $@'
bash -c 'IFS=:; set -- "a:" b; qemu-system-x86_64 $@'
