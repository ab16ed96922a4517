#!/bin/bash
# straight
x=hello; qemu-system-x86_64 db1 "${x^}" "${x^^}" "${x^^[el]}" "${x^[h]}" "${x^[e]}"
y=HeLLo; qemu-system-x86_64 db2 "${y,}" "${y,,}" "${y,,[L]}" "${y,,[!L]}"
