#!/bin/ksh
empty=()
qemu-system-x86_64 "${empty[@]}"
keyed=(a [x]=b)
qemu-system-x86_64 "${keyed[@]}"
ref=HOME
qemu-system-x86_64 "${!ref}"
qemu-system-x86_64 "${unset_:-"a b"}"
set -- "a b" c ""
qemu-system-x86_64 $@
qemu-system-x86_64 "$(printf 'a\0b')"
