retry 3 kvm -vnc :0 -vnc :1 -monitor telnet::5,server
