D=$(mktemp -d)
kvm -monitor unix:/tmp/m.sock,server
chmod 777 $D/m.sock
