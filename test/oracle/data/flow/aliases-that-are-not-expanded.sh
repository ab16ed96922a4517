#!/bin/bash
# straight
alias q="qemu-system-x86_64 a"
f() { q 1; }
f
qemu-system-x86_64 2
