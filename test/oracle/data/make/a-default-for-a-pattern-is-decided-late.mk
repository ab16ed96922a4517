# run: t u
# straight
# known
X = 1
Z = 1
%: X ?= 2
%: Y ?= 2
%: Y ?= 3
%: Z ?= 2
undefine X
Y = 4
t:
	qemu-system-x86_64 c1 $(X) $(Y) $(Z)
u: W ?= 5
undefine Z
u:
	qemu-system-x86_64 c2 $(X) $(Y) $(Z) $(W)
