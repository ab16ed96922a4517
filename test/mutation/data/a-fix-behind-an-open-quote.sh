#!/bin/bash
M="-monitor tcp::1,server"; tail="telnet:127.0.0.1 -m 1G
kvm -monitor tcp::4444,server,nowait
