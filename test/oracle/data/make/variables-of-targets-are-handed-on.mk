# run: run
# run: debug
# run: quiet
F = a
debug: F += b
debug: run
quiet: private F = c
quiet: run ; qemu-system-x86_64 c2 $(F)
r%: F += p
run: ; qemu-system-x86_64 c1 $(F) $@ $(@F)
