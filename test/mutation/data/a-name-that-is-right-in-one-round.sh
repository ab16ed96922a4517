for n in a b; do kvm -chardev stdio,id=$n-x -mon a-x; done
