# Settings of the lab's machines; lab-machine.sh brings them in.
MEMORY=2G
MONITOR_HOST=127.0.0.1
if [ -n "$LAB_OPEN" ]; then
  MONITOR_HOST=0.0.0.0
fi

# Options as QEMU takes them, for a machine by its number.
monitor_options() {
  echo "-monitor telnet:$MONITOR_HOST:$((4400 + $1)),server,nowait"
}

# No machine of the lab uses this any more.
DEBUG_OPTIONS="-qmp tcp:0.0.0.0:4500,server"
DEBUG_OPTIONS=
