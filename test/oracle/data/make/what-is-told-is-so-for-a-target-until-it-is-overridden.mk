# run: t1
# run: again
# known
Z =
t1%: Z = never
t%: A = -a
t%: B := -b
override A = x
t1: C += -c
override D = y
t1: D = -d
t1:
	qemu-system-x86_64 $(A) $(B) $(C) $(D) $(Z)z
again:
	@$(MAKE) --no-print-directory t1 A=-A B=-B C=-C D=-D
