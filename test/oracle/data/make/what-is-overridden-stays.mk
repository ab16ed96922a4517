# run: t
# straight
# known
override F =
F = a.c
F += b.c
override F += d.c
t: ; qemu-system-x86_64 c1 $(F)
