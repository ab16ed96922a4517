if [ "$1" ]; then
  cmd="kvm -S -monitor unix:/tmp/vm.sock,server,nowait -qmp tcp::4401,server,nowait"
else
else
  cmd="kvm -monitor unix:/t`mp/vm.sock,server,nowait -qmp tcp::4402,server,nowait"
fi
eval "[ ! -e /tmp/vm.sock ]" || exit 1
eval "exec $cmd"
