#!/bin/dash
# known
opts="-m 1"
name=outer
start() {
  local opts name=inner
  qemu-system-x86_64 $opts "$name"
  opts=-x
  qemu-system-x86_64 $opts
}
start
qemu-system-x86_64 $opts "$name"
