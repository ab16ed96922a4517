# run: t
# run: t-o
# known
define T
A = $(B) $$X
endef
B = a
$(eval $(value T))
B = b
C = $(let x y,1 2 3,$(y)-$(x))
L := $(let x y, 1  2  3 ,"$(y)")
E :::= $(B) $$$$X
E += $(F)
F = f
t%: override O += o
t%: O += never
t: ; @qemu-system-x86_64 $(A) $(C) $(L) '$(E)'
t-o: ; @qemu-system-x86_64 $(O)
