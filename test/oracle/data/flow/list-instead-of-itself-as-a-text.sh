#!/bin/bash
# known
A=(1 "2 3")
x="${A[@]+"${A[@]}"}"
y=${A[@]+"${A[@]}"}
qemu-system-x86_64 a2x "$x" "$y"
