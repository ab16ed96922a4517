#!/bin/bash
shopt -s extglob
x=aab; y=file.tar.gz; qemu-system-x86_64 de1 "${x##+(a)}" "${y%.@(gz|bz2)}" "${y%%.*(?)}" "${x/?(a)b/q}" "${x//!(b)/z}" 
case foo in @(foo|bar)) qemu-system-x86_64 de2 ;; *) qemu-system-x86_64 de3 ;; esac
