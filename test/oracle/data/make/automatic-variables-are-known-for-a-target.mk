# run: run
# run: a
# run: b
# run: sub/a.o
# run: c.o
# known
run: x y ; @qemu-system-x86_64 $@ $< $^
run: z
x y z sub/a.c c.c:
a b: x ; @qemu-system-x86_64 $@ $< $(sort c b c)
sub/a.o c.o: %.o: %.c
	@qemu-system-x86_64 $@ $(@D) $(@F) $* $<
