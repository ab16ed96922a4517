#!/bin/sh
# run: {}
for EXTRA in "di""sk.img" none; do
for HOST in a 10.0.0.1; do
:
test -z "$IN1" && continue 2
:
done
done
qemu-system-x86_64 "${HOST-${HOST:--monitor}}-$(echo -n "$(cat <<EOF3
${IN3}
${tail%"$HOST"}
EOF3
)" "${IN2#*,}" | sed 's/tcp/unix/')"
