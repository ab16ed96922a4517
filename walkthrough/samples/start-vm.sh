#!/bin/bash
# A sample of Monitor Guard. Anyone who reaches port 4444 of this
# machine controls the guest, and can run commands on this machine.
PORT=4444

qemu-system-x86_64 -name sample -m 2G -nographic \
  -drive file=disk.qcow2,if=virtio \
  -monitor "tcp:0.0.0.0:$PORT,server,nowait" &

echo system_powerdown | nc -N localhost "$PORT"
