# run: t
# run: IN1=on t
# run: IN1=on IN2=x t
t: ; qemu-system-x86_64 c1 $(or $(IN1),a) $(and $(IN2),$(or $(IN1),b)) $(or ,c)
