#!/bin/bash
# known
x=1; ref=x; qemu-system-x86_64 d21 "${!ref}" "${!ref:-d}" "${!ref:+there}" "${!ref/1/2}" "${!ref%1}"
a=(p q); ref='a[@]'; qemu-system-x86_64 d22 "${!ref}"; ref='a[1]'; qemu-system-x86_64 d23 "${!ref}" "${!ref:-e}"
unset none; ref=none; qemu-system-x86_64 d24 "${!ref:-dflt}" "${!ref-d2}" "${!ref+x}"
set -- u v; i=2; qemu-system-x86_64 d25 "${!i}" "${!#}"
declare -A m=([k]=v); ref='m[k]'; qemu-system-x86_64 d27 "${!ref}"
name=PORT; PORT_a=1; v="${name}_a"; qemu-system-x86_64 d28 "${!v}"
for v in PORT_a x; do qemu-system-x86_64 d29 "${!v}"; done
