# run: t
# straight
A = a.c a.c$(UNSET)
t: ; qemu-system-x86_64 c1 $(subst a,q,x $(filter -%,$(A))) $(patsubst %.c,%.o,$(filter %.c,$(A))) $(filter b%,c$(UNSET))
