#!/bin/bash
# also: sh
# straight
set --; qemu-system-x86_64 bdl1 "${@-}" -m 1
qemu-system-x86_64 bdl2 "${@-x}" "${*-y}" "${@:-z}" "${1-w}" "${*:-v}" z
set -- ""; qemu-system-x86_64 bdl3 "${@:-none}" "${*:-none}" "${@-none}" "${1:-n1}" "${1-n2}"
set -- "" ""; qemu-system-x86_64 bdl4 "${@:-none}" "${#}"
set -- a; qemu-system-x86_64 bdl5 "${@:-none}" "${@-none}" "${@:+there}" "${@+there}"
qemu-system-x86_64 bdl6 ${@:-none} ${2-two} ${2:-"t w"}
set --; qemu-system-x86_64 bdl8 "${*+there}" z
set -- ""; qemu-system-x86_64 bdl9 "${*:+there}" "${@+there}" z
qemu-system-x86_64 bdla "${@+"$@"}" "${1+"$@"}" z
