#!/bin/bash
# known
declare -A drive
drive=([a]=1 2 [b]=3) 2>/dev/null
qemu-system-x86_64 "${drive[a]}" "${drive[b]}" "${#drive[@]}"
