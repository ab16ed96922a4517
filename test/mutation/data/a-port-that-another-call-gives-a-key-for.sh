D=tcp:127.0.0.1
vm() { kvm -monitor "$D:$1,server,nowait"; }
vm 4401 & vm a=4402
vm() { kvm -m 1 -monitor "$D:$1,server,nowait"; }
vm 4401
