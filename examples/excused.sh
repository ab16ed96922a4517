#!/bin/sh
# Machines of a lab whose monitors are meant to be open, with comments that say why. The second comment
# names a rule that does not exist, and the third machine has moved to a UNIX socket.

# qemu-monitor-guard: ignore[monitor-on-network] the lab has no way out, and the rack shares one console
qemu-system-x86_64 -name rack-1 -m 512 -display none \
  -monitor telnet:10.20.0.9:4444,server=on,wait=off &

# qemu-monitor-guard: ignore[monitor-on-network, open-port] as above
qemu-system-x86_64 -name rack-2 -m 512 -display none \
  -monitor telnet:10.20.0.9:4445,server=on,wait=off &

# qemu-monitor-guard: ignore[monitor-on-network] as above
qemu-system-x86_64 -name rack-3 -m 512 -display none \
  -monitor unix:/run/rack/rack-3.sock,server=on,wait=off &
