A = "qemu-system-x86_64 -m 1G -monitor tcp::1,server -monitor\ tcp::1,server"
