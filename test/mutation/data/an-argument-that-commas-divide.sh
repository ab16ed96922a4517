IFS=","; f() { kvm -qmp-pretty $1; }; f tcp:10.0.0.1:4
