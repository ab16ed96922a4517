#!/bin/bash
# straight
qemu-system-x86_64 a2u "${nope[@]+"${nope[@]}"}" z
