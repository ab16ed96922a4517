for n in a b; do kvm -chardev stdio,id=$n-x -mon x$n-x; done
