#!/bin/bash
# run: {}
# straight
M="10.0.0.1"; HOST="tcp:0.0.0.0:4444"; OPTS="unix:/tmp/m.sock,server"; EXTRA="disk.img"; tail=''; n=4; PORT=0; args=(); list=()
set -- on -monitor\ tcp::1,server
f1() {
readarray list <<< "${tail}"
}
f1
qemu-system-x86_64 ${list[@]+"${list[@]}"}
