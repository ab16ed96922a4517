#!/bin/bash
# run: {"args": ["tcp:1.2.3.4:5"], "env": {"IN1": "on"}}
# run: {}
for OPTS in "none" ${1-x y}1G; do
:
done
qemu-system-x86_64 c1 "$OPTS"
for EXTRA in id=mon0 "a ${IN1-id=mon0}" $1 -qmp; do
EXTRA=
done
qemu-system-x86_64 c2 "id=mon0-$EXTRA-$EXTRA"
