#!/bin/bash
qemu-system-x86_64 -m 1G -monitor tcp:0.0.0.0:4444,server,nowait
