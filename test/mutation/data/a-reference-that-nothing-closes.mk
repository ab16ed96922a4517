run:
	kvm -vnc :0,pass${word=on
