#!/bin/zsh
# known
OPTS='-m 1G -S'
empty=
qemu-system-x86_64 1 $OPTS x$empty $empty "$empty" ${none:-a b} ${OPTS:+c d} "$OPTS"
qemu-system-x86_64 2 ${=OPTS} $=OPTS $(echo one two) x${OPTS}y
setopt SH_WORD_SPLIT
qemu-system-x86_64 3 $OPTS
unsetopt shwordsplit
qemu-system-x86_64 4 $OPTS
setopt no_sh_word_split
qemu-system-x86_64 5 $OPTS
set -- 'a b' '' c
qemu-system-x86_64 6 $@ $* "$@" $1
emulate sh
qemu-system-x86_64 7 $OPTS
