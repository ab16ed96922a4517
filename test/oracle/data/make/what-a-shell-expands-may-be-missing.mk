# run: IN1=on all
# run: all
export E1 := a.c
A := -b
ifdef IN1
A += $$E1
endif
all:
	qemu-system-x86_64 s1 $(A) x
	sh -c 'qemu-system-x86_64 s2 $(A) $$0' x
