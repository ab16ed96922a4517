/**
 * How monitors travel through public launch scripts, written anew: each fixture is a form that was seen in
 * the field and that an earlier reading lost, or saw where it was not.
 */
import { describe, it } from 'node:test';
import { check, checkSilent } from '../../support/check.ts';

describe('values that grow', () => {
  it('grow in a condition inside a loop', () => {
    check(`
extra=()
while getopts ":dg" option; do
  case $option in
    d) extra+=(-monitor tcp:localhost:7001,server) ;;
                            ^^^^^^^^^ 💡 warning monitor-on-loopback
    g) extra+=(-s -S) ;;
  esac
done
"$QEMU_DIR/qemu-system-x86_64" -m 2G "\${extra[@]}"
`);
  });

  it('grow in two ways out of one, of which no run has both', () => {
    checkSilent(`
line="qemu-system-x86_64 -monitor none"
firmware=/usr/share/fw.bin
if [ -n "$DEBUG" ]; then firmware=/usr/share/fw-debug.bin; fi
case $KIND in
  sealed)
    line+=" -bios $firmware"
    line+=" -object memory-backend-ram,id=ram1,size=1G"
    ;;
  plain) line+=" -bios $firmware" ;;
esac
eval $line
`);
  });
});

describe('filters', () => {
  it('sed and tr change blanks and keep the rest, known or not', () => {
    check(`
: "\${MONITOR:=telnet:localhost:7100,server,nowait}"
                     ^^^^^^^^^ 💡 warning monitor-on-loopback
ram=$(echo "-m $RAM_SIZE" | sed 's/MB/M/g;s/GB/G/g')
args="-nodefaults	$ram -monitor $MONITOR -name $NAME,process=$NAME"
if [ -n "$DEBUG" ]; then args+=" -s"; fi
args=$(echo "$args" | sed 's/\\t/ /g' | tr -s ' ')
{ qemu-system-x86_64 \${args:+ $args} >"$log"; status=$?; } || :
`);
  });
});

describe('functions that print a command line', () => {
  it('is read back line by line into an array', () => {
    check(`
command_line() {
  local line=(qemu-system-x86_64 -m "$MEMORY" -name "boot test")
  if [[ -w /dev/kvm ]]; then line+=(-enable-kvm); else line+=(-cpu qemu64); fi
  [[ $SNAPSHOT ]] && line+=(-snapshot)
  line+=(-monitor telnet:127.0.0.1:7001,server,nowait $EXTRA)
                         ^^^^^^^^^ 💡 warning monitor-on-loopback
  printf '%s\\n' "\${line[@]}"
}
readarray -t parts < <(command_line)
if "\${parts[@]}"; then echo done; fi
`);
  });

  it('asks for what the host can do meanwhile', () => {
    check(`
command_line() {
  local -a line=(qemu-system-x86_64 -m 2G)
  if grep -q io_uring /proc/filesystems || command -v aio | grep -q native; then
    line+=(-drive file=disk.img,aio=native)
  fi
  line+=(-monitor "tcp:0.0.0.0:$PORT,server,nowait")
                       ^^^^^^^ 💡 error monitor-on-network
  echo "\${line[@]}"
}
vm=$(command_line)
exec $vm "$@"
`);
  });

  it('goes into a script that is written', () => {
    check(`
line=("$QEMU_BIN" -m "$MEMORY")
while ((count--)); do line+=(-drive "$drive"); done
line+=(-monitor "telnet:127.0.0.1:$port,server,nowait" "\${extra[@]}")
                        ^^^^^^^^^ 💡 warning monitor-on-loopback
cat <<RUN >"$dir/run.sh"
#!/bin/bash
line=($(printf '%s\\n' "\${line[@]}"))
"\\\${line[@]}"
RUN
`);
  });
});

describe('files that grow', () => {
  it('are scripts whose lines functions append, some of them not in every run', () => {
    check(`
command_file=/tmp/command.$$
rm -rf $command_file
add() { echo -n "$* " >>$command_file; }
add "\${PREFIX}qemu-system-x86_64"
[ -n "$VNC" ] && add "-vnc 127.0.0.1:$VNC"
add "-monitor pty"
              ^^^ information monitor-on-unsuitable-backend
bash $command_file 2>&1 | tee -a log
`);
  });

  it('begin with what is appended if that begins as a script does', () => {
    check(`
cat >>"$dir/start.sh" <<EOF
#!/bin/bash -i
$qemu \\\\
  -monitor telnet:127.0.0.1:$port,server \\\\
                  ^^^^^^^^^ 💡 warning monitor-on-loopback
  -m 1G
EOF
`);
  });

  it('have nothing of a branch in which the script ends', () => {
    checkSilent(`
file=/tmp/line.$$
rm -f $file
add() { echo -n "$* " >>$file; }
build() {
  add kvm
  add "-object iommufd,id=fd0 -monitor none"
}
while [ $# -gt 0 ]; do
  case "$1" in
    --show) build; cat $file; exit 0 ;;
    --small) add "-m 256"; shift ;;
  esac
done
build
bash $file
`);
    check(`
echo -n 'kvm -S ' >line
if [ "$1" = -x ]; then echo '-monitor tcp:0.0.0.0:2,server' >>line; sh line; exit; fi
                                          ^^^^^^^ 💡 error monitor-on-network
([ "$1" = -y ] && { echo '-qmp tcp:127.0.0.1:3,server' >>line; exit; })
                                   ^^^^^^^^^ 💡 warning monitor-on-loopback
sh line
`);
  });
});

describe('scripts that are written', () => {
  it('may differ between branches, and a message that names them prints no other', () => {
    check(`
if [ "$net" = hidden ]; then nic="-nic user"; else nic="-nic tap"; fi
cat >start-vm <<EOF
#!/bin/bash
qemu-system-x86_64 $nic -monitor telnet:127.0.0.1:$port,server
                                        ^^^^^^^^^ 💡 warning monitor-on-loopback
EOF
`);
    check(`
write_script() {
  local dir=$(mktemp -d)
  local script="$dir/vm-$1.sh"
  umask 022
  touch "$script"
  chmod 700 "$script"
  cat >"$script" <<EOF
$1 -monitor tcp:0.0.0.0:7001,server
                ^^^^^^^ 💡 error monitor-on-network
EOF
  echo "$script"
}
bash "$(write_script kvm)"
`);
  });
});

describe('what a condition says', () => {
  it('leaves out the empty value where it asks for another', () => {
    checkSilent(`
MONITOR=\${RIG_MONITOR:-}
GDB=""
[ -n "$MONITOR" ] && set -- "$@" -monitor "unix:$MONITOR,server,nowait"
if [[ ! -z \${GDB} && -t 0 ]]; then args+=" -gdb tcp::$GDB"; fi
qemu-system-x86_64 $args "$@"
`);
    check(`
case $1 in local) host=127.0.0.1 ;; *) host="" ;; esac
                       ^^^^^^^^^ 💡 warning monitor-on-loopback
if [ "$host" = "" ]; then
  mon="-monitor none"
else
  mon="-monitor tcp:$host:7001,server"
                    ----- warning monitor-on-loopback
fi
qemu-system-x86_64 $mon
`);
  });

  it('says nothing behind both && and ||, nor behind its block', () => {
    check(`
host=
[ -n "$host" ] || [ -n "$x" ] && mon="-monitor tcp:$host:7001,server"
                                               ^^^^^^^^^^^^^^ 💡 error monitor-on-network
qemu-system-x86_64 $mon
`);
  });
});
