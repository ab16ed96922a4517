#!/bin/bash
# run: {}
# straight
ref=HOST; HOST=0.0.0.0; n=3
qemu-system-x86_64 c1 "${!ref}" "${HOST:0:n}" "${HOST: -3}" ${HOST/0./x} ${HOST//0/1} ${HOST%%.*} ${#HOST} ${HOST/%0/9}
