#!/bin/bash
# run: {}
# straight
M=a HOST=b list=(x) target=M ref=HOST
export "$target=on"
declare -n alias1=HOST
alias1=tcp::1
alias1+=,server
qemu-system-x86_64 1 "$M" "$HOST" "$alias1"
read "$target" <<< "  c d "
read -r <<< "  c d "
printf -v "$ref" '%s-%s' e f
qemu-system-x86_64 2 "$M" "$REPLY" "$HOST" "$alias1"
add() { local -n out=$1; out+=(-monitor "$2"); }
add list tcp:0.0.0.0:4444
qemu-system-x86_64 3 "${list[@]}"
give() { printf -v "$1" %s "$2"; declare -g "$3=$2"; }
give M stdio EXTRA
qemu-system-x86_64 4 "$M" "$EXTRA"
read -ra "$target" <<< "1 2"
mapfile -t "$ref" <<< "1 2"
qemu-system-x86_64 5 "${M[@]}" "${HOST[@]}"
