"$A" -qmp tcp:0.0.0.0:4,server A=eval "-mon m -monitor telnet::5,server -nographic -mon chardev=m,mode=control -vnc :0 EOF
-vnc :0 nc localhost 1
