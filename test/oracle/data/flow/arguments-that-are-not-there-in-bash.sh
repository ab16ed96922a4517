#!/bin/bash
# known
set --
qemu-system-x86_64 "${@-}" -m
qemu-system-x86_64 "${@-x}" "${@:-x}"
qemu-system-x86_64 "${@+x}" "${@:+x}" "${*+x}" 1
set -- ""
qemu-system-x86_64 "${@-x}" "${@:-x}" "${@+x}" "${@:+x}" "${*:-x}"
