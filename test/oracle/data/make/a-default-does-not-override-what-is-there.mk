# run: t
# straight
# known
X += -m
override X ?= -n
X := -s
t: ; qemu-system-x86_64 c1 $(X)
