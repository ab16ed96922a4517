at<<F
sh -c "kvm -monitor \\\"tcp:$(()),wait=of\\\" \\\\
