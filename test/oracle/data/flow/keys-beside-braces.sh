#!/bin/bash
# run: {}
args=([2]="$M"{tcp:0,"$M"{'a '"b",""}:${HOST},${EXTRA}}:${HOST} [0]='-qmp -s')
qemu-system-x86_64 "${args[3]}-id=mon0-disk.img"
