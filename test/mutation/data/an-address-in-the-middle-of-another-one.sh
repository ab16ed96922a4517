A=udp:0.0.0.0:4444
kvm -monitor "$A"
kvm -qmp tcp:"$A":4,server
