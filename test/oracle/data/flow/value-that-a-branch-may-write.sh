#!/bin/bash
# run: {"args": ["-S"]}
# run: {}
case $1 in
-S)
:
;;
*)
HOST+=%"s"
;;
esac
qemu-system-x86_64 c1 ${HOST+1G}
