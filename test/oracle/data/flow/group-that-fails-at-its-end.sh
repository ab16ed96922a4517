#!/bin/bash
# run: {"env":{"NUM1":"-3"}}
f1() {
QEMU=qemu-system-x86_64
$QEMU ${EXTRA}:4444:"$(printf $@)" "${NUM1:+$tail}"
}
tail+=${HOST/#:/-m }:none:id=mon0
((NUM1)) && {
tail=$(echo "${args[@]}" "${EXTRA}" "$@"),"${list[n]}",$IN2
[ "$tail" = '-monitor tcp::1,s'"erver" ] && break
} || {
f1 "telnet:127.0.0.1:5555,server"
}
