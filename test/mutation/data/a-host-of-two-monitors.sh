H=0.0.0.0
kvm -monitor tcp:$H:4401,server,nowait -qmp tcp:$H:4402,server,nowait
