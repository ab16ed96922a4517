# run: t
# straight
# known
A = a \# b \
	c   \
	  d # comment
t:
	qemu-system-x86_64 c1 "$(A)" $(subst a,b,aa \
	  a) \
	  "x \
	y"
