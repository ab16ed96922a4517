#!/bin/bash
# run: {}
# straight
M="a  b"
read -r EXTRA HOST <<EOF1
$M \
c
EOF1
qemu-system-x86_64 c1 "$EXTRA" "$HOST" "$(cat <<-'EOF2'
	$M \
EOF2
)"
