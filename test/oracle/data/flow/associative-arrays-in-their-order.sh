#!/bin/bash
# known
declare -A drive=([root]=disk.img [data]=/srv/data.img [cd]=/iso/a.iso [swap]=swap.img [efi]="efi vars")
qemu-system-x86_64 "${drive[@]}"
qemu-system-x86_64 "${!drive[@]}"
qemu-system-x86_64 ${drive[@]} "${drive[*]}"
qemu-system-x86_64 "${drive[@]%.img}" "${drive[@]/#/file=}" ${drive[*]^^}
qemu-system-x86_64 "${drive[@]:1:2}" "${drive[@]:0:1}" "${drive[@]:4}" "${drive[@]:9}"
for name in "${!drive[@]}"; do args+=(-drive "id=$name,file=${drive[$name]}"); done
qemu-system-x86_64 "${args[@]}"
unset 'drive[cd]'
drive[net]=x
qemu-system-x86_64 "${drive[@]}" "${!drive[*]}"
