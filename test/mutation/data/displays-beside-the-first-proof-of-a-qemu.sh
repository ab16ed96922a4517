"$A" -vnc :0 -vnc :0 -monitor telnet::5,server
