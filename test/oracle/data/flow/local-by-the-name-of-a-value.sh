#!/bin/bash
# known
b=global; f() { local a=1 $1; b=x; qemu-system-x86_64 blv1 "$a" "$b"; }
f b
qemu-system-x86_64 blv2 "$b"
var=c; c=glob; g() { local $var=in; qemu-system-x86_64 blv3 "$c"; c=y; }
g
qemu-system-x86_64 blv4 "$c"
h() { local $var; c=z; }
h
qemu-system-x86_64 blv5 "$c"
n="p q"; p=1 q=2; k() { local $n; p=3; q=4; }; k
qemu-system-x86_64 blv6 "$p" "$q"
