#!/bin/bash
# also: sh
# known
qemu-system-x86_64 bbd "`echo \"\`echo \\\"i  j\\\"\`\"`"
