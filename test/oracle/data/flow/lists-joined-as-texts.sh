#!/bin/bash
# straight
a=(1 2 3); set -- x y
IFS=,; t="${a[@]}"; s=$@; u="${a[*]}"; v=$*; w="$@"; r=${a[@]}; p=${a[*]}
qemu-system-x86_64 bj1 "$t" "$s" "$u" "$v" "$w" "$r" "$p"
b=("$*" "${a[*]}" "x${a[@]}y")
qemu-system-x86_64 bj2 "${b[@]}"
case "$*" in x,y) qemu-system-x86_64 bj3 ;; *) qemu-system-x86_64 bj4 ;; esac
qemu-system-x86_64 bj5 "${none:-$*}" ${none:-$*} "${none-${a[*]}}"
IFS=; qemu-system-x86_64 bj6 "$*" "${a[*]}" "t$*"; t="$@"; s=$*
qemu-system-x86_64 bj7 "$t" "$s"
unset IFS; qemu-system-x86_64 bj8 "$*"
IFS=' ,'; qemu-system-x86_64 bj9 "$*"; x="$*" y=$@
qemu-system-x86_64 bja "$x" "$y"
echo "$*" "${a[@]}" >f; read -r l <f
qemu-system-x86_64 bjb "$l"
cat >f <<E
$* $@ ${a[@]} ${a[*]}
E
read -r l <f
qemu-system-x86_64 bjc "$l"
