C="-qmp-pretty tcp:10.0.0.1:4""-S"kvm -qmp-pretty tcp:10.0.0.1:4
