#!/bin/bash
# also: sh
# known
x=$(echo `echo \$HOME | cat`)
m=$(echo `echo \\\\ x`)
qemu-system-x86_64 bid "$m"
