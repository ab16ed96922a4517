# run: t
# straight
# known
A := x
A +=
B = y
B += $(C)
C :=
D := z
D += $(C)
t:
	qemu-system-x86_64 c1 "$(A)" "$(B)" "$(D)"
