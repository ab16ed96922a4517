#!/bin/bash
# straight
declare -A c=([k]=a [l]=b)
c+=([k]=v)
c[l]+=w
d=([3]=a [7]=b)
d+=([5]=v w)
declare -i n=5
n+=1
qemu-system-x86_64 c1 "${c[k]}" "${c[l]}" "${#c[@]}" "${d[@]}" "${d[6]}" "$n"
