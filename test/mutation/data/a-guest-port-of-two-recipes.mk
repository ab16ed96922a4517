run:
	kvm $(F)
ifdef D
F = -serial mon:telnet::7,server
run2:
	kvm $(F)
