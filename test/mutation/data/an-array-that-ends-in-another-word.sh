list=(x -monitor tcp:0.0.0.0:4444)
qemu-system-x86_64 3 "${list[@]}"server
