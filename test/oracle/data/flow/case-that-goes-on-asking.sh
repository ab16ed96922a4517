#!/bin/bash
# run: {}
# straight
M="x86_64"; HOST=''; OPTS="stdio"; EXTRA="1G"; tail="telnet:127.0.0.1:5555,server"; n=3; PORT=1; args=(); list=()
set -- -monitor '0.0.0.0'
case tcp in
tcp:*)
:
;;&
tcp*|telnet*)
:
;&
1)
set --
;;&
*)
command qemu-system-x86_64 $@
;;
esac
