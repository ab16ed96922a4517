# run: t
# run: IN1=on t
# run: IN1=on IN2=on t
# run: IN2=on t
# known
ifdef IN1
V = a
endif
override V ?= b
V = c
ifdef IN2
override W = d
endif
W += e
override W ?= f
W = g
t:
	qemu-system-x86_64 $(V) $(W)
