# run: t
# run: t IN=z
# straight
A ::= x
A += $(filter y,y$(IN)) z
t: ; qemu-system-x86_64 c1 "$(A)"
