# run: run-dbg
# run: run-x
# run: all-dbg
FLAGS = -m 1
run-%: boot-%
	@qemu-system-x86_64 $(FLAGS) $@ $* $< $^
run-dbg: FLAGS += -monitor tcp:0.0.0.0:4444
boot-%:
	@qemu-system-x86_64 boot $(FLAGS) $@
all-dbg: FLAGS += -S
all-dbg: run-a
%-dbg: FLAGS += -d
