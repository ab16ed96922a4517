#!/bin/bash
# also: sh
# known
read A <<E
a \\
b
E
qemu-system-x86_64 a4nrc "$A"
