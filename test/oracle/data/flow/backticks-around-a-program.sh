#!/bin/bash
# also: sh
# straight
IP=`echo a b | awk '{print \$2}'`
qemu-system-x86_64 bawk "$IP" z
