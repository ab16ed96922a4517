sudo -u guard' 'sh -c 'exec kvm -monito tcp:writable=on \
    --chardev socket,id=local,path=/run/export/qmp.sock,server=on,wait-name vm -monitor tcp::4402,server,nowait &
wait
