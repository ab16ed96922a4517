set H=0.0.0.0
set H=0.0.0.0
set M=tcp:%H%:1,server
qemu -qmp %M%
