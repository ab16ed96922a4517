#!/bin/zsh
# known
unset v w; x=5
qemu-system-x86_64 da1 "${v:-can't}" "${v:-it's $x} b"
q='a b'
qemu-system-x86_64 da2 "$q" "${v:-'}'z}" "${v:-${w:-don't}}" "$(echo "${v:-won't}")"
echo 'it is done'
qemu-system-x86_64 da3 "${v:-'$x}" "${v:-`echo $x` isn't}" "${x:+'}" 'y'
