# run: IN1=on t
# run: t
# known
B := 1
ifdef IN1
$(eval B := 2)
endif
$(eval C := $(B))
$(if $(IN1),$(eval A := x),$(eval A := y))
t:
	qemu-system-x86_64 c1 -m $(B)$(C) $(A)
