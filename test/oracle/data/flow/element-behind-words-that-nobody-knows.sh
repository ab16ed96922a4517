#!/bin/bash
# run: {}
list=("4444-id=mon0-$((2**3))" $(printf "$(echo 10.0.0.1 ${IN1#,*} "-S:$2:x86_64")") "$(cat <<EOF1
EOF1
)" ${EXTRA},-qmp,tcp:0.0.0.0:4444)
list[5]=server,x86_64
list=(qemu-system-x86_64 "${list[@]}")
"${list[@]}"
