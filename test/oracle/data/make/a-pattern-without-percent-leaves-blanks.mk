# run: t
# straight
# known
A = $(patsubst a,b%, a  b a )
B = $(patsubst %a,b%, ya  b )
t:
	qemu-system-x86_64 c1 "$(A)" "$(B)" "$(patsubst ,x, a )"
