kvm -charde socket,id=m,host=0.0.0.0,port=4444,server=on,wait=off -mon m
