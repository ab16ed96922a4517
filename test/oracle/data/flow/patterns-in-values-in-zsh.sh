#!/bin/zsh
# known
M="?"
HOST="a,,b:"
qemu-system-x86_64 "${HOST%%$M}" "${HOST%%?}" "${HOST%$M}"
part=",*"
qemu-system-x86_64 "${HOST%%${part}}" "${HOST/$part/x}" "${HOST%%,*}"
