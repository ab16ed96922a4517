#!/bin/bash
# known
A=(1 "2 3")
set -- "${A[@]+"${A[@]}"}"
qemu-system-x86_64 a2s1 "$@"
set -- "$@" "${A[@]+"${A[@]}"}"
qemu-system-x86_64 a2s2 "$#" "$@"
B=("${A[@]+"${A[@]}"}" x)
qemu-system-x86_64 a2s3 "${B[@]}"
