#!/bin/bash
# known
x=abc; a=(p qq rrr); qemu-system-x86_64 d91 "${#x}" "${#a}" "${#a[2]}" "${#a[@]}" "${#a[-1]}"
set -- a bb; qemu-system-x86_64 d92 "$#" "${#}" "${#1}" "${#2}" "${#@}" "${#*}"
