# run: all
# straight
F = -m
G ?= $(F) x
override H = 1
t: F += y
t: override K = z
all: ; @$(MAKE) -s t F='a "b c" $$$$D' H=2 K=3
t: ; @qemu-system-x86_64 c1 $(F) $(G) $(H) $(K)
