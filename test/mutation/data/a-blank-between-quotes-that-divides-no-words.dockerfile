COPY<<'EOF'
#!sh
$M -monitor" "tcp::5,server -vnc :0
EOF