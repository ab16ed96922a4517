#!/bin/bash
qemu-system-x86_64 "$(echo 'a\tb\0101\q')" "$(echo -nEe '-mon ma\tb')"
