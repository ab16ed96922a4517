#!/bin/bash
# Three monitors over TLS. Only the first is what QEMU's manual asks for: certificates, and a list of
# whose certificate may come in. The second admits everybody whom the CA has signed a certificate
# for, the third everybody.
set -eu

PKI=/etc/pki/qemu
PORT=${PORT:-7443}

exec qemu-system-x86_64 -name vault -m 2G -display none \
  -object tls-creds-x509,id=tls0,dir=$PKI,endpoint=server,verify-peer=on \
  -object tls-creds-anon,id=tls1,endpoint=server \
  -object authz-simple,id=operators,identity=O=Example,,CN=operator \
  -chardev socket,id=mon0,host=0.0.0.0,port=$PORT,server=on,wait=off,tls-creds=tls0,tls-authz=operators \
  -mon chardev=mon0,mode=control \
  -chardev socket,id=mon1,host=0.0.0.0,port=7444,server=on,wait=off,tls-creds=tls0 \
  -mon chardev=mon1,mode=control \
  -chardev socket,id=mon2,host=0.0.0.0,port=7445,server=on,wait=off,tls-creds=tls1,tls-authz=operators \
  -mon chardev=mon2,mode=control
