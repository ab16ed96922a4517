vm() { kvm -name vm -monitor "tcp:$1:4444,server=on,wait=off"; }
vm 127.0.0.1 & vm
