#!/bin/sh
# run: {"env":{"IN3":" lead"}}
: "$(echo tcp:0.0.0.0:4444,"${HOST}","${tail+${tail:-id=mon0}}" "${OPTS:=0.0.0.0}" | tr , " "):${IN3=}"
qemu-system-x86_64 "-m:${IN3:+1G}:stdio"
