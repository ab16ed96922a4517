kvm -chardev socket,id=m,port=1,abstract=on,server=on,wait=off -mon m
