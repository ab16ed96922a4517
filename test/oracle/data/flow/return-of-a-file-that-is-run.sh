#!/bin/bash
# straight
qemu-system-x86_64 brt1
return 0
qemu-system-x86_64 brt2
