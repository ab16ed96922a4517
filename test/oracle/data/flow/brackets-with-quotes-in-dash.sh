#!/bin/sh
x=a-b_c
qemu-system-x86_64 bbd1 "${x%['-_']*}" "${x#*[\-]}" "${x%%[_-]*}" "${x##*["_-"]}"
case - in ['+-']) qemu-system-x86_64 bbd2 ;; *) qemu-system-x86_64 bbd3 ;; esac
case b in [a\-c]) qemu-system-x86_64 bbd4 ;; *) qemu-system-x86_64 bbd5 ;; esac
case ']' in []]) qemu-system-x86_64 bbd6 ;; *) qemu-system-x86_64 bbd7 ;; esac
case ' ' in [[:space:]]) qemu-system-x86_64 bbd8 ;; *) qemu-system-x86_64 bbd9 ;; esac
case a in [^a]) qemu-system-x86_64 bbda ;; *) qemu-system-x86_64 bbdb ;; esac
