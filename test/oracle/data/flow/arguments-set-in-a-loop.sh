#!/bin/bash
# run: {"args": ["on"], "env": {"IN2": "x"}}
# run: {"args": ["on"]}
for EXTRA in a b; do
[[ $IN2 && $tail != tcp* ]] && continue
set --
done
qemu-system-x86_64 c1 "$@"
