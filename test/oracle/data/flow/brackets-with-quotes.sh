#!/bin/bash
# straight
x=a-b_c
qemu-system-x86_64 bbr1 "${x//['-_']/}" "${x//[\-]/}" "${x//['+-']}" "${x//[_-]/}" "${x//["_-"]/}"
y="a b	c"
qemu-system-x86_64 bbr2 "${y//[[:space:]]/}" "${y//[![:alnum:]]/.}" "${y##*[[:blank:]]}"
z='a]b[c'
qemu-system-x86_64 bbr3 "${z//[]]/}" "${z//[\]]/}" "${z//[[]/}" "${z//\[/}" "${z//[]a]/x}" "${z//[!]]/x}"
s='a-b'; r='a-'; 
qemu-system-x86_64 bbr4 "${s//[$r]/}" "${s//["$r"]/}" "${s//[a\-z]/}" "${s//[a-z]/}" "${s//[az-]/}"
t='A1_x'
qemu-system-x86_64 bbr5 "${t//[[:upper:]]/}" "${t//[[:digit:]_]/}" "${t//[^[:alpha:]]/}" "${t//[[:lower:][:digit:]]/}" "${t%%[[:punct:]]*}" "${t//[[:xdigit:]]/}"
case A1 in [[:upper:]]*) qemu-system-x86_64 bbr6 ;; *) qemu-system-x86_64 bbr7 ;; esac
case "[a]" in [\[]a]) qemu-system-x86_64 bbr8 ;; *) qemu-system-x86_64 bbr9 ;; esac
u='x[1]y'
qemu-system-x86_64 bbra "${u#*[}" "${u%[*}" "${u//[0-9]/}" "${u/[/}" "${u%%"["*}"
v='^a'
qemu-system-x86_64 bbrb "${v//[^a]/}" "${v//[\^]/}" "${v//[a^]/}" "${v//[!^]/}"
w='a\b'
qemu-system-x86_64 bbrc "${w//[\\]/}" "${w//'\'/}" "${w//\\/}"
q='ab[!]'
qemu-system-x86_64 bbrd "${q//[!a]/}" "${q//[a-]/}" "${q//[]-a]/}" "${q%[!x}" "${q//[z-a]/}"
