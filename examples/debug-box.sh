#!/bin/bash
# A machine in the lab rack: QEMU reports to a collector, takes commands from the operator's desk over
# UDP, and shares one port between the guest's console and a monitor that no option asks for (mux=on).

COLLECTOR=collector.lab.example

exec sudo nice -n 5 qemu-system-x86_64 -name rack7 -m 4G -display none \
  -hda /srv/rack7.img \
  -qmp tcp:$COLLECTOR:7000 \
  -monitor udp:192.0.2.15:7001 \
  -serial tcp::7002,server=on,wait=off,mux=on
