#!/bin/bash
# run: {}
# straight
args=(); OPTS=
qemu-system-x86_64 c1 $(echo ${args[@]} ${OPTS:-'a  b'}) ${OPTS:-'a  b' c} ${OPTS:-"d e"f}
