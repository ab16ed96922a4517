#!/bin/bash
# also: sh
# known
eval "`echo M=\\"a b\\"`"
qemu-system-x86_64 bev "$M"
