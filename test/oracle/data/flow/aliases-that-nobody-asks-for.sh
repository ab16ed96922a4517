#!/bin/sh
# also: zsh
# straight
alias q='qemu-system-x86_64 a'
q 1
alias r='qemu-system-x86_64 b'; r 2
f() { q 3; }
h() { s 4; }
alias s='qemu-system-x86_64 c'
f
h
s 5 "x y"
if true; then
  alias t='qemu-system-x86_64 d'
  t 6
fi
t 7
alias e='env '
e q 8
env q 9
eval 'q 10'
\q 11
"q" 12
setup() { alias z='qemu-system-x86_64 e'; }
setup; z 13
z 14
x=$(q 15; echo k)
qemu-system-x86_64 "$x" 16
( q 17 )
alias again=q
again 18
alias two='qemu-system-x86_64 one; qemu-system-x86_64 two'
two 19
alias qemu-system-x86_64='qemu-system-x86_64 self'
qemu-system-x86_64 20
unalias qemu-system-x86_64
unalias q
q 21
