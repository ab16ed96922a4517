#!/bin/bash
# also: sh
# known
qemu-system-x86_64 bc1 a `# a \$ comment` b
