#!/bin/bash
# Starts machines of the lab: the monitor's address comes from a file with settings, a second one from a
# config file that is written here.
set -e
. "$(dirname "$0")/lab-settings.sh"

config=$(mktemp)
cat > "$config" <<END
[chardev "control"]
  backend = "socket"
  host = "10.20.0.7"
  port = "4600"
  server = "on"
  wait = "off"
[mon "control"]
  chardev = "control"
  mode = "control"
END

start() {
  local number=$1
  shift
  qemu-system-x86_64 -name "lab$number" -m "$MEMORY" $(monitor_options "$number") "$@"
}

for number in 1 2; do
  start "$number" -display none &
done
start 3 -readconfig "$config"
wait
