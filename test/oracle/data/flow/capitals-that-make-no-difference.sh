#!/bin/bash
# known
shopt -s nocasematch
case ABC in abc) qemu-system-x86_64 bn1 ;; *) qemu-system-x86_64 bn2 ;; esac
x=aBCd
qemu-system-x86_64 bn3 "${x//bc/x}" "${x#A}" "${x%D}" "${x/#A/q}" "${x/%D/q}"
if [[ a == A ]]; then qemu-system-x86_64 bn4; fi
shopt -u nocasematch
case ABC in abc) qemu-system-x86_64 bn5 ;; *) qemu-system-x86_64 bn6 ;; esac
qemu-system-x86_64 bn7 "${x//bc/x}"
