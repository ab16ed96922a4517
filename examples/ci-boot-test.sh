#!/usr/bin/env bash
# Boot test of a CI job: collects QEMU's arguments in an array, starts it in the background, and looks
# for the login prompt in the log.
set -euo pipefail

image=${1:?usage: ci-boot-test.sh IMAGE}
arch=${ARCH:-x86_64}
log=$(mktemp)
qmp_address=0.0.0.0:4445

args=(
  -m 1G
  -smp 2
  -drive "file=$image,format=qcow2,if=virtio"
  -display none
  -serial "file:$log"
)
if [[ -w /dev/kvm ]]; then
  args+=(-accel kvm -cpu host)
fi
args+=(-qmp "tcp:$qmp_address,server,nowait")

timeout 300 "qemu-system-$arch" "${args[@]}" &
qemu=$!
trap 'kill "$qemu" 2>/dev/null || true' EXIT

for _ in $(seq 60); do
  if grep -q "login:" "$log"; then
    echo "booted"
    exit 0
  fi
  sleep 5
done
tail -n 40 "$log"
exit 1
