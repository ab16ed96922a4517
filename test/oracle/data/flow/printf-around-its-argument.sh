#!/bin/bash
# run: {}
# run: {"env": {"EXTRA": "a b"}}
qemu-system-x86_64 c1 "3,,$(printf -- '-m %s%%' ${EXTRA} "0.0.0.0 none")"
