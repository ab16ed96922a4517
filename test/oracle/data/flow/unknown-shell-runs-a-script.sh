#!/bin/bash
# run: {"env":{"WORK":"."}}
script=$WORK/run.sh
SHELL_HERE=${SHELL_HERE:-sh}
mkdir -p "$WORK"
echo 'qemu-system-x86_64 "$@"' > "$script"
$SHELL_HERE "$script" --help -m 1
