# run: t
# run: u-x
# run: u-y
A = a
N := $(shell echo A)
$(N) = b
B := $(file <Makefile)
D := $(file <none)
C = c
E := $(shell echo C = d)
$(eval $(E))
u-$(shell echo x): F = -S
t: ; @qemu-system-x86_64 $(A) '$(firstword $(B))' $(C) $(D)x
u-x u-y: ; @qemu-system-x86_64 $(F)
