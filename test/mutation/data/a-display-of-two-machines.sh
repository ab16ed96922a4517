A=tcp::4444
kvm -vnc "$A"
kvm -S -vnc $A
