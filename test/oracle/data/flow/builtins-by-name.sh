#!/bin/bash
# known
builtin echo x >f; read -r l <f; qemu-system-x86_64 d41 "$l"
command export X=5; qemu-system-x86_64 d42 "$X"
builtin printf -v p '%s-%s' a b; qemu-system-x86_64 d43 "$p"
command printf -v q '%s' z; qemu-system-x86_64 d44 "$q"
builtin declare D=1; command declare E=2; qemu-system-x86_64 d45 "$D" "$E"
builtin read -r r <<< "in"; qemu-system-x86_64 d46 "$r"
command set -- k l; qemu-system-x86_64 d47 "$@"
builtin shift; qemu-system-x86_64 d48 "$@"
command eval 'V=ev'; qemu-system-x86_64 d49 "$V"
builtin eval 'W=ev'; qemu-system-x86_64 d4a "$W"
x=$(builtin echo sub; command echo sub2); qemu-system-x86_64 d4b "$x"
builtin local L=1 2>/dev/null
command unset X; qemu-system-x86_64 d4c "${X-none}"
