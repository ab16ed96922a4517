#!/bin/bash
# known
case "A" in [a-c]) qemu-system-x86_64 bns1 ;; *) qemu-system-x86_64 bns2 ;; esac
shopt -s nocasematch
case "A" in [a-c]) qemu-system-x86_64 bns3 ;; *) qemu-system-x86_64 bns4 ;; esac
