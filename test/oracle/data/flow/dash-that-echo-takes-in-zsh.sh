#!/bin/zsh
# known
qemu-system-x86_64 "$(echo - a)" "$(echo -n - a; echo -- b)" "$(echo - -n c)" "$(echo -e - -)"
