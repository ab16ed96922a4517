bash <<EOF
if a; then
eval "#!/bin/bash -eu
QEMU=kvm
D=\$(mktemp -d)
QEMU=kvm
extra() { echo \"-qtest stdio -s -serial mon:websocket::4444,server\"; }
\${QEMU:-kvm} \$(extra)  -daemoni