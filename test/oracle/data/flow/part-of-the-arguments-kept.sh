#!/bin/bash
# run: {}
# straight
set -- -"S" "telnet:127.0.0.1:5555,server" b
set -- -monitor "${@:2}"
qemu-system-x86_64 c1 "$@" "x$@y"
set -- "$@" "${@:3}" c
qemu-system-x86_64 c2 "$@"
