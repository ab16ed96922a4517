A=-qmp\ tcp::1,server"$1"${B}; $1  -monitor tcp::1,server$(x) \
  x -qmp tcp:0.0.0.0:4,server | x
