#!/bin/sh
# run: {"env":{"IN3":"it's"}}
qemu-system-x86_64 $(cat <<EOF1
${IN3+'a  b'}
localhost
EOF1
)
