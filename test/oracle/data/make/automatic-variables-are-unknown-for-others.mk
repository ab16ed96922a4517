# run: default
# run: a.o
# run: found
.SUFFIXES: .c .o
vpath %.in sub
.DEFAULT: ; @qemu-system-x86_64 $@
a.c: ; @mkdir -p sub; touch a.c sub/x.in
.c.o: ; @qemu-system-x86_64 $@ $< $*
found: a.c x.in ; @qemu-system-x86_64 $^
