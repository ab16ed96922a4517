# run: t
# run: t IN=y
# straight
A := $(UNSET)
A += $(A))
t: ; qemu-system-x86_64 c1 "tcp:h:1 $(A)"
