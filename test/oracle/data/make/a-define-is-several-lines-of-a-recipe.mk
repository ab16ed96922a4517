# run: t
# straight
# known
define RUN
@qemu-system-x86_64 c1 a \
   b "c # d" $(1)
-@qemu-system-x86_64 c2 e
endef
t:
	$(call RUN,x y)
