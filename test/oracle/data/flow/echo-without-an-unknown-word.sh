#!/bin/bash
# run: {}
# run: {"env": {"tail": "x"}}
tail="$tail -monitor"
qemu-system-x86_64 c1 "`echo $tail`"
qemu-system-x86_64 c2 "$(echo $@ "-monitor"; echo "${list[@]}" id=mon0)"
