# run: a
# run: b
# run: c
# straight
B = before
a: A ?= own
b: B ?= own
c: C = own
c: C ?= other
a b c: ; qemu-system-x86_64 c1 $@ $(A) $(B) $(C)
A = behind
