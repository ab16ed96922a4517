#!/bin/dash
# known
qemu-system-x86_64 "$(echo 'a\tb\0101\q')"
qemu-system-x86_64 $(echo -e x)
qemu-system-x86_64 "$(echo -n 'a\\b'; echo d)"
qemu-system-x86_64 "$(printf '%b' 'a\tb')" "$(printf 'a\101\"')"
