# run: run-arm
# run: run-x
# run: r-x
run-%: F = -a
run-a%: F = -b
r%: F = -c
run-%: ; @qemu-system-x86_64 one $* $(F)
r%: ; @qemu-system-x86_64 two $* $(F)
run-arm: G = -S
