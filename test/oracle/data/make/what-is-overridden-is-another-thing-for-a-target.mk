# run: t
# run: u
# straight
override A = all
B = b
t: A = own
u: A += more
t u: ; qemu-system-x86_64 c1 $@ $(A) $(B)
