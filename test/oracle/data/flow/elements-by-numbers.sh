#!/bin/bash
# known
i=0
a=(x y z)
qemu-system-x86_64 bme1 "${a[-1]}" "${a[i+1]}" "${a[${#a[@]}-1]}" "${a[@]: -1}" "${a[@]:1:1}" "${a[@]::2}" "${a[*]:1}"
a[5]=w
qemu-system-x86_64 bme2 "${a[-1]}" "${#a[@]}" "${a[@]:3}" "${a[@]:5:1}" "${a[@]: -1}" "${a[@]: -2:1}"
a+=(v)
qemu-system-x86_64 bme3 "${!a[@]}" "${a[6]}"
a[-1]=u
qemu-system-x86_64 bme4 "${a[@]}"
i=1; qemu-system-x86_64 bme5 "${a[i]}" "${a[$i]}" "${a[i++]}" "$i" "${a[i--]}" "$i"
b=("${a[@]:1:2}" "${a[@]/x/q}")
qemu-system-x86_64 bme6 "${b[@]}"
