# run: t
# run: IN1=on t
ifeq ($(IN1),on)
A = -m
endif
ifneq ($(IN1),on)
A = -s
B = y
else
B = x
endif
t: ; qemu-system-x86_64 c1 $(A) $(B)
