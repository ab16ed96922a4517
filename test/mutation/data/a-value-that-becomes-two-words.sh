X='4444,server -S'
kvm -monitor tcp::$X
