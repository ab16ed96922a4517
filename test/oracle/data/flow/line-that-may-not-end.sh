#!/bin/sh
# run: {}
qemu-system-x86_64 "$(echo 10.0.0.1 "-monitor tcp::1,server" "$(printf '%s\n' ${tail##$M} "-monitor tcp::1,server"),tcp,4444" | sed 's/tcp/unix/')"
