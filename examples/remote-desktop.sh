#!/bin/sh
# A guest with a desktop, watched over VNC. No option asks for a monitor, so QEMU makes one, and anyone who
# opens the display reaches it with Ctrl-Alt-2.

exec qemu-system-x86_64 -name desk -m 4G -smp 2 -enable-kvm \
  -hda /srv/desk.img \
  -device virtio-vga -usb -device usb-tablet \
  -vnc :3
