IFS=,
MON=${MON-"-monitor tcp:0:4444,server,nowait"}
exec kvm $MON
