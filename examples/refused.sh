#!/bin/bash
# What QEMU refuses: the first two machines do not start, and the third admits no client.

# One pair of quotes around two arguments, and a property with a typing error.
args=(-m 1G "-qmp unix:/run/one/qmp.sock,server=on,wait=off")
qemu-system-x86_64 "${args[@]}" -monitor unix:/run/one/monitor.sock,server=on,wiat=off

# The chardev is called mon0.
qemu-system-x86_64 -m 1G \
  -chardev socket,id=mon0,path=/run/two/monitor.sock,server=on,wait=off -mon chardev=mon

# The authorization object is called operators: this one starts and turns every client away.
qemu-system-x86_64 -m 1G \
  -object tls-creds-x509,id=tls0,dir=/etc/pki/qemu,endpoint=server,verify-peer=on \
  -object authz-simple,id=operators,identity=CN=alice \
  -chardev socket,id=mon0,host=10.20.0.5,port=4444,server=on,wait=off,tls-creds=tls0,tls-authz=operator \
  -mon chardev=mon0,mode=control
