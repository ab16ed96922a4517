echo -monitor tcp::4444,server\,nowait | xargs kvm
