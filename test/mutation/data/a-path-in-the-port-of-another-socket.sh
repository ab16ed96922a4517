if [ "$1" ]; then
  cmd="kvm -S -monitor tcp::1unix:/tmp/vm.sock,server,nowait -qmp tcp::4401,server,nowait"
else
  cmd="kvm -monitor unix:/tmp/vm.sock,server,nowait -qmp tcp::4402,server,nowait"
fi
eval "[ ! -e /tmp/vm.sock ]" || exit 1
eval "exec $cmd"
