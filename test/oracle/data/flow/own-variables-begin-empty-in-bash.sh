#!/bin/bash
# known
opts="-m 1"
start() {
  local opts
  qemu-system-x86_64 $opts -S
}
start
