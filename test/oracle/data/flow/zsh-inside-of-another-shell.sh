#!/bin/bash
# known
OPTS='-m 1G'
export OPTS
zsh -fc 'list=(a "b c"); qemu-system-x86_64 1 $OPTS $list'
zsh -f <<'END'
list=(a b)
qemu-system-x86_64 2 $OPTS $list[1]
bash -c 'qemu-system-x86_64 3 $OPTS'
END
qemu-system-x86_64 4 $OPTS
