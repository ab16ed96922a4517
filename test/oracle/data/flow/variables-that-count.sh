#!/bin/bash
SECONDS=0; s=$SECONDS; qemu-system-x86_64 bse1 "$SECONDS" "$s"
SECONDS=5; sleep 1; qemu-system-x86_64 bse2 "$SECONDS"
RANDOM=1; qemu-system-x86_64 bse3 "$((RANDOM - RANDOM))" "$RANDOM"
x=$SECONDS
LINENO=3
qemu-system-x86_64 bse4 "$LINENO"
OPTIND=1; BASHPID=3; qemu-system-x86_64 bse5 "$OPTIND"
