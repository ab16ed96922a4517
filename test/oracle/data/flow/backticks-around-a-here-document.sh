#!/bin/bash
# also: sh
# known
unset none
qemu-system-x86_64 bh1 "`cat <<E
a\$none \\\\$ b
E
`"
