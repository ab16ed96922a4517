#!/bin/bash
# straight
set -- a\ b -monitor
case "trail " in
(a)
qemu-system-x86_64 c1 "$1"
;;&
t*)
qemu-system-x86_64 c2 "$1"
;;&
*l?)
qemu-system-x86_64 c3 "$1"
;;
*)
qemu-system-x86_64 c4 "$1"
;;
esac
case x in
x) qemu-system-x86_64 c5 ;&
y) qemu-system-x86_64 c6 ;;&
z) qemu-system-x86_64 c7 ;;
?) qemu-system-x86_64 c8 ;;
*) qemu-system-x86_64 c9 ;;
esac
