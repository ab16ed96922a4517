kvm c1 ${HOST+10.0.2; do
  kvm -qmp null -monitor "telnet:$ip:4444,server,nowait" &
