# run: t1
# run: again
# known
Z =
E =
D =
C =
B =
t1%: Z = never
t%: A = -a
t%: B := -b
override A = x
t1: C += -c
t%: E += -e
override D = y
t1: D = -d
t1:
	qemu-system-x86_64 $(A) $(B) $(C) $(D) $(E) $(Z)z
again:
	@$(MAKE) --no-print-directory t1 A=-A B=-B C=-C D=-D E=-E
