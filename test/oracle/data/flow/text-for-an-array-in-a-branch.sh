#!/bin/bash
A=(1 2)
if test -n "$X"; then A=x; fi
qemu-system-x86_64 bl5 "${A[@]}"
