#!/bin/bash
# known
shopt -s lastpipe; set +m
echo x y | read -r a b
qemu-system-x86_64 blp1 "$a" "$b"
printf 'a\nb\n' | while read -r l; do v=$l; done
qemu-system-x86_64 blp2 "$v"
echo z | { read -r c; }
qemu-system-x86_64 blp3 "$c"
