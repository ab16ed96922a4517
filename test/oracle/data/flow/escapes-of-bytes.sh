#!/bin/bash
qemu-system-x86_64 1 "$(printf '\xE2\x98\xA0')" "$(printf '\0377')" "$(printf '\u2620:')"
