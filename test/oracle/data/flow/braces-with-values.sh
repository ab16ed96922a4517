#!/bin/bash
# run: {}
# straight
M=stdio; EXTRA=; HOST=h
qemu-system-x86_64 c1 tcp:{"$M",1}:$HOST "$M"{'',"$EXTRA",'qmp'} -{{a,b},c}{1..3}
