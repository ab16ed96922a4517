B=-qmp\ tcp::1,server$(x kvm -qmp tcp:0.0.0.0:4,server -qmp $A | x
${A}kvm -gdb tcp::3
