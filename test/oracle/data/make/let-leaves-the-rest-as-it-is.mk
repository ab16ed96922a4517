# run: t
# straight
# known
t:
	qemu-system-x86_64 c1 $(let a,-m x $(and ,y),$(a)-) $(let a b,p  q   r $(and ,y),"$(b)-$(a)") $(let a b, p ,"$(b)")
