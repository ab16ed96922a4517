#!/bin/bash
# run: {"env": {"NUM1": "-3"}}
# run: {}
qemu-system-x86_64 c1 "${NUM1=0.0.0.0}"{-1..1}
