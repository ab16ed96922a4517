# run: t
SHELL := qemu-system-x86_64
.SHELLFLAGS := -monitor tcp::4444
t: ; hello
