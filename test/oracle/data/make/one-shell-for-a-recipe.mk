# run: t
# straight
# known
.ONESHELL:
export E = 1 2
t:
	@A=x
	-@qemu-system-x86_64 c1 $$A "$$E" $$E
