#!/bin/bash
# known
a=(1 2 3); (( a[1]++ ))
qemu-system-x86_64 ba1 "${a[@]}"
(( a[0]=7 ))
qemu-system-x86_64 ba2 "${a[@]}"
declare -A A=([k]=3); (( A[k]+=1 ))
qemu-system-x86_64 ba3 "${A[k]}"
i=0; a[i++]=x; a[i++]=y
qemu-system-x86_64 ba4 "${a[@]}" "$i"
n=3; let n*=2
qemu-system-x86_64 ba5 "$n"
let n=n+2
qemu-system-x86_64 ba6 "$n"
let "n = n * 2" m=n+1
qemu-system-x86_64 ba7 "$n" "$m"
let a[2]=5 n++ --m
qemu-system-x86_64 ba8 "${a[@]}" "$n" "$m"
(( a[i+1] = i * 4, n = a[0 ] ))
qemu-system-x86_64 ba9 "${a[@]}"
qemu-system-x86_64 baa "$((a[2]+1))" "$((A[k]*2))" "${a[$((i-1))]}"
b=(); c=(); (( b[2] = 1, c[i] += 2 ))
qemu-system-x86_64 bab "${b[@]}" "${!b[@]}" "${c[@]}"
: $((d = 5)) $((e[1] = 6))
qemu-system-x86_64 bac "$d" "${e[1]}"
k=2; x=$((a[k]++))
qemu-system-x86_64 bad "$x" "${a[@]}"
a=([3]=x); a[a[3]]=y 2>/dev/null
n=1; a=(1 2); a[n]+=5
qemu-system-x86_64 bae "${a[@]}"
let 'n+=1' 'n*=10'
qemu-system-x86_64 baf "$n"
let n=4,m=2; let n==4; let "n *= 2"
qemu-system-x86_64 bag "$n" "$m"
