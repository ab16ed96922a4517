for d in tcp:$(4401,server,nowait tcp::4402,server,n&owait; do
  kvm -monitor "$d" &
done
wait


