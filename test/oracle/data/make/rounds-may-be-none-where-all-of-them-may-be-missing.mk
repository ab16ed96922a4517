# run: t
# run: t IN=y
ifeq ($(IN),)
V += $(foreach i,a$$$$ $(W:%.c=%),-$(i))
endif
V ?=
t: ; for i in x; do qemu-system-x86_64 "c1 $(V)" $$i; done
