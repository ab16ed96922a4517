#!/bin/bash
# also: sh
# straight
HOME=/h; qemu-system-x86_64 d61 ~/x ~ "~" a~ x=~/y
P=~/bin:~/lib; qemu-system-x86_64 d62 "$P"
export Q3=~/z; qemu-system-x86_64 d63 "$Q3"
unset v; qemu-system-x86_64 d64 ${v:-~/w} "${v:-~/w}"
