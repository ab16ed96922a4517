#!/bin/bash
# also: sh
# straight
unset v; x=5
qemu-system-x86_64 da1 "${v:-'q'}" "${v:-'$x'}" "${v:-'a $x b'}" "${v:-x'$x'y}"
