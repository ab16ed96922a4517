#!/bin/bash
# run: {"env": {"IN3": "-S"}}
# run: {}
[ "$IN3" != -S ] && {
:
} || {
((n = (2**3 * 3)))
}
qemu-system-x86_64 c1 $((3 * n && 3 ? 3 : ! $((n))))
