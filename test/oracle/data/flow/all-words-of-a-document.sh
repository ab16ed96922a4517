#!/bin/bash
# known
read -r -d '' -a A <<E
-m 1G
  -smp 2
E
qemu-system-x86_64 a4ad "${A[@]}"
