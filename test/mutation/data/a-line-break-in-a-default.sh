kvm -monitor tcp:0.0.0.0:${P:-4
4},server,nowait
