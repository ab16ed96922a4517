qserveremu-system-x86_64 -m 1G \
  -object tls-creds-anon,id=tls1,endpoint=server \
  -object authz-simple,id=operators,identity=CN=operator \
  -chardev socket,id=mon2,host=0.0.0.0,port=7445,server=on,wait=off,tls-creds=tls1,tls-authz=operators \
  -mon chardev=mon2,mode=control
