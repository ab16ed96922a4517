kvm -monitor tcp:192.168.1.{i}:$P,server -monitor tcp:*:$P,server
kvm -monitor tcp:192.168.1.${i}:$P,server -monitor tcp:*:$P,server
