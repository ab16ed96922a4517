import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyFix, check, checkFix, checkSilent } from '../support/check.ts';
import { lines } from '../support/shell-lines.ts';

describe('findings of one path', () => {
  it('stand on each value that is reached', () => {
    check(`
if [ "$1" = debug ]; then
  MON="-monitor tcp:0.0.0.0:4444,server"
                    ^^^^^^^ 💡 error monitor-on-network: HMP on tcp 0.0.0.0:4444: anyone on the network can run commands on this host (if [ "$1" = debug ])
else
  MON="-monitor none"
fi
qemu-system-x86_64 -m 1G $MON
`);
    check(`
case $1 in
  a) DEV=tcp:0.0.0.0:1,server ;;
             ^^^^^^^ 💡 error monitor-on-network
  b) DEV=telnet::2,server ;;
         ^^^^^^^^^ 💡 error monitor-on-network
  *) DEV=none ;;
esac
kvm -monitor $DEV
`);
    check(`
HOST=127.0.0.1
     ^^^^^^^^^ 💡 warning monitor-on-loopback
[ -n "$REMOTE" ] && HOST=0.0.0.0
                         ^^^^^^^ 💡 error monitor-on-network
kvm -qmp tcp:$HOST:4444,server
`);
  });

  it('are said once where the same text is in every line', () => {
    check(`
if x; then CPU="-cpu host"; else CPU="-cpu max"; fi
qemu-system-x86_64 $CPU -monitor tcp:0.0.0.0:4444,server
                                     ^^^^^^^ 💡 error monitor-on-network
`);
  });

  it('are repaired where they are written', () => {
    checkFix(
      `
M=none
if x; then M=tcp::1,server; elif y; then M=tcp::2,server; fi
kvm -monitor $M
`,
      `
M=none
if x; then M="unix:\${XDG_RUNTIME_DIR:-$HOME}/run-monitor.sock,server"; elif y; then M="unix:\${XDG_RUNTIME_DIR:-$HOME}/run-monitor-2.sock,server"; fi
kvm -monitor "$M"
`,
    );
  });

  it('are none of values that exclude each other', () => {
    checkSilent(`
if x; then
  CHARDEV="-chardev socket,id=m,path=/run/vm/m.sock,server=on"; MON="-mon m"
else
  CHARDEV="-chardev stdio,id=n"; MON="-mon n"
fi
qemu-system-x86_64 $CHARDEV $MON
`);
    checkSilent('M=tcp::1,server; if x; then M=none; else M=stdio; fi; kvm -monitor $M');
    checkSilent('if x; then D="-nographic"; else D="-daemonize -display none"; fi; kvm $D -S');
    checkSilent('HOST=127.0.0.1; : $HOST; kvm -monitor none ${HOST:+-S}');
  });

  it('count the default beside what the user says', () => {
    check(`
HOST=127.0.0.1
     ^^^^^^^^^ 💡 warning monitor-on-loopback: HMP on 127.0.0.1:4444: any local user or web page can run commands on this host
while getopts h: option; do case $option in h) HOST=$OPTARG ;; esac; done
kvm -monitor "tcp:$HOST:4444,server"
`);
    check(`
kvm -monitor "tcp:\${1:-127.0.0.1}:4444,server"
                       ^^^^^^^^^ 💡 warning monitor-on-loopback
`);
    check(`
HOST=$1
     ^^ 💡 error monitor-on-network: HMP on tcp $1:4444: anyone who reaches it can run commands on this host
kvm -monitor "tcp:$HOST:4444,server"
`);
  });

  it('stand on the words of loops, calls and formats', () => {
    check(`
start() { kvm -qmp "tcp:$1:4444,server"; }
start 127.0.0.1
      ^^^^^^^^^ 💡 warning monitor-on-loopback
start 0.0.0.0
      ^^^^^^^ 💡 error monitor-on-network
for host in 10.0.0.1 localhost; do
            ^^^^^^^^ 💡 error monitor-on-network
                     ^^^^^^^^^ 💡 warning monitor-on-loopback
  kvm -monitor "tcp:$host:4445,server"
done
`);
  });

  it('stand on what is printed, and are repaired there', () => {
    checkFix(
      `
ARGS="-m 1G
  -monitor tcp:0.0.0.0:4444,server"
ARGS=$(echo "$ARGS" | tr '\\n' ' ')
kvm $ARGS -qmp "$(echo tcp::1,server)"
`,
      `
ARGS="-m 1G
  -monitor unix:\${XDG_RUNTIME_DIR:-$HOME}/run-monitor.sock,server"
ARGS=$(echo "$ARGS" | tr '\\n' ' ')
kvm $ARGS -qmp "$(echo "unix:\${XDG_RUNTIME_DIR:-$HOME}/run-qmp.sock,server")"
`,
    );
  });

  it('keep what tells the machines of a loop apart', () => {
    checkFix(
      `
for i in 1 2; do
  kvm -monitor "tcp:localhost:400$i,server" &
done
`,
      `
for i in 1 2; do
  kvm -monitor "unix:\${XDG_RUNTIME_DIR:-$HOME}/run-400$i-monitor.sock,server" &
done
`,
    );
  });

  it('see that an option may be left out', () => {
    check(`
kvm \${DEBUG:+-monitor tcp::4444,server} -S
                      ^^^^^^^^^ 💡 error monitor-on-network
`);
    // Without DEBUG it is the default monitor of all viewers of the display.
    check(`
kvm -vnc :0 \${DEBUG:+-monitor stdio}
         ^^ 💡 error monitor-on-open-display
`);
  });
});

describe('findings of a script that a template engine fills in', () => {
  it('stand in what a shell would take for several words, and keep what is filled in', () => {
    checkFix(
      `
kvm -monitor telnet::{{ port }},server,nowait {{ more }} -S
`,
      `
kvm -monitor "unix:\${XDG_RUNTIME_DIR:-$HOME}/run-{{ port }}-monitor.sock,server,nowait" {{ more }} -S
`,
    );
    check(`
M="-monitor tcp:{{ .Host }}:{{ .Port }},server"
                ^^^^^^^^^^^ 💡 error monitor-on-network: HMP on tcp {{ .Host }}:{{ .Port }}: anyone who reaches it can run commands on this host
kvm $M
`);
  });

  it('stand behind lines that say which part of a command there is', () => {
    check(`
qemu-system-arm -S \\
{% if debug %}
  -monitor tcp:0.0.0.0:1,server \\
               ^^^^^^^ 💡 error monitor-on-network: HMP on tcp 0.0.0.0:1: anyone on the network can run commands on this host
{% else %}
{# nobody #}
  -qmp tcp:0.0.0.0:2,server \\
           ^^^^^^^ 💡 error monitor-on-network
{% endif %}
  -m {{ memory }} \\
  {{- if .debug }}
  -qmp tcp:0.0.0.0:3,server \\
           ^^^^^^^ 💡 error monitor-on-network
  {{- end }}
  -s
echo -qmp tcp:0.0.0.0:4,server
`);
    const inTemplate = (own: string) => `kvm -S \\\n{% if x %}\n  ${own} \\\n{% endif %}\n  -s\n`;
    const secured = applyFix(inTemplate('-monitor tcp:0.0.0.0:1,server'), 'require-tls');
    assert.deepEqual(lines(secured).length, 1);
    assert.match(
      secured,
      /\{% if x %\}\n {2}-object .*\\\n {2}-object .*\\\n {2}-chardev .*\\\n\{% endif %\}\n/,
    );
    checkSilent('echo a\n{% if x %}\n-qmp tcp:0.0.0.0:3,server\n{% endif %}\n');
  });

  it('are not hidden by an expression that does not end', () => {
    check(`
kvm -name {{ -monitor tcp::1,server
                      ^^^^^^ 💡 error monitor-on-network
`);
  });
});
