#!/bin/bash
# known
f() { local A=(1 2); A=x; qemu-system-x86_64 bl0 "${A[@]}"; }
A=(8 9)
f
qemu-system-x86_64 bl1 "${A[@]}"
g() { local A=x; qemu-system-x86_64 bl2 "${A[@]}"; }
g
h() { A=q; }
h
qemu-system-x86_64 bl3 "${A[@]}"
