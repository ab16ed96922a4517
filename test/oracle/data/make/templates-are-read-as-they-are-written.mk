# run: t
# known
define T
A = $(B) $$X
endef
B = a
$(eval $(value T))
B = b
C = $(let x y,1 2 3,$(y)-$(x))
t: ; @qemu-system-x86_64 $(A) $(C)
