#!/bin/sh
# run: {}
set "$tail"
f2() {
HOST="$(echo $# 'x  y') ${IN2} 0.0.0.0"
}
f2 $*
qemu-system-x86_64 "$(echo 'é' "${tail%$tail}" "$(M=a,,b; echo -n "${IN2} ${NUM1--S -m}" "1G ${M}" "${HOST}")")"
