#!/bin/bash
# Boots a hobby kernel from its build directory: console on the terminal, monitor on telnet.
# `./run-kernel.sh -d` waits for gdb.
set -euo pipefail

BUILD=${BUILD:-build}
MEMORY=${MEMORY:-256M}
MONITOR_PORT=${MONITOR_PORT:-45454}
DEBUG=""

while getopts "dm:" opt; do
  case $opt in
    d) DEBUG="-s -S" ;;
    m) MEMORY=$OPTARG ;;
    *) exit 2 ;;
  esac
done

make -C "$BUILD" kernel.elf

# Talk to the monitor with: telnet localhost 45454
qemu-system-x86_64 \
  -machine q35 -cpu max -m "$MEMORY" \
  -kernel "$BUILD/kernel.elf" -append "console=ttyS0" \
  -serial mon:stdio \
  -monitor telnet:127.0.0.1:$MONITOR_PORT,server,nowait \
  -display none -no-reboot $DEBUG
