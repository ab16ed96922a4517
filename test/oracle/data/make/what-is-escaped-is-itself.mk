# run: t
# known
A = a\#b
B := c\\\#d # comment
H := \#
t: ; @qemu-system-x86_64 '$(A)' '$(B)' '$(subst $(H),x,a$(H)b)' "a\#b" $(patsubst a\%b,x,a%b axb) $(patsubst %,x\%y,q) $(filter a\%,a% ab) $(filter-out %\%,a% ab) $(A:a\%=z)
