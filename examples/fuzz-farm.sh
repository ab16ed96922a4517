#!/bin/bash
# A farm of fuzzing guests. Each one gets its own ports by arithmetic, and the collector on another
# machine asks every guest's QMP port whether it still lives.
set -eu

COUNT=${1:-4}
BASE_IMAGE=/srv/fuzz/base.qcow2
MON_BASE=4400
QMP_BASE=5500

for i in $(seq 0 $((COUNT - 1))); do
  overlay="/srv/fuzz/guest$i.qcow2"
  qemu-img create -q -f qcow2 -b "$BASE_IMAGE" -F qcow2 "$overlay"

  mon_port=$((MON_BASE + i))
  qemu-system-x86_64 -name "fuzz$i" -enable-kvm -m 2G -smp 2 \
    -drive file="$overlay",if=virtio \
    -netdev user,id=n0,hostfwd=tcp:127.0.0.1:$((10000 + i))-:22 \
    -device virtio-net-pci,netdev=n0 \
    -monitor "tcp:127.0.0.1:$mon_port,server=on,wait=off" \
    -qmp "tcp:0.0.0.0:$((QMP_BASE + i)),server=on,wait=off" \
    -serial "file:/srv/fuzz/guest$i.log" \
    -display none -snapshot &
done
wait
