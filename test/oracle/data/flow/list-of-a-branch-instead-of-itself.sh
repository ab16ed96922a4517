#!/bin/bash
args=()
if test -n "$X"; then args+=(-m "1 G"); fi
qemu-system-x86_64 a2br "${args[@]+"${args[@]}"}" z
