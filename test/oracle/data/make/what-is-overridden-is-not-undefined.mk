# run: t
# straight
# known
override A = a.c
B = b.c
undefine A
undefine B
t: ; qemu-system-x86_64 c1 "$(A)" "$(B)"
override C = c
override undefine C
u: ; true $(C)
