#!/bin/bash
# known
A=(1 "2 3" 4)
qemu-system-x86_64 a2sl "${A[@]+"${A[@]:1}"}" "${A[@]+"${A[@]/#/-o }"}"
