#!/bin/dash
# known
qemu-system-x86_64 {a,b} x{1..2}
qemu-system-x86_64 $'a\tb' -$'c'
