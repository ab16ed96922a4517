#!/bin/bash
# known
s=abc
qemu-system-x86_64 bss1 "${s[0]}" "${s[@]}" "${s[*]}" "${#s[@]}" "${s[1]}" "${!s[@]}" "${s[@]:0:1}" "${s[-1]}"
s[2]=z
qemu-system-x86_64 bss2 "${s[@]}"
