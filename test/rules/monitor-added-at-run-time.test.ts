import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyzeText, applyFix, check, checkSilent, fixIds } from '../support/check.ts';

const NC = '| nc -U /run/vm/monitor.sock';

describe('monitor-added-at-run-time', () => {
  it('marks the address of a gdb port and says that gdb speaks HMP', () => {
    check(`
echo 'gdbserver tcp::1234' | socat - UNIX-CONNECT:/run/vm/monitor.sock
                ^^^^^^^^^ 💡 warning monitor-added-at-run-time: gdb port opened here on tcp *:1234: anyone on the network can run monitor commands
echo gdbserver ${NC}
     ^^^^^^^^^ warning monitor-added-at-run-time: gdb port opened here on tcp *:1234: anyone on the network can run monitor commands
echo "gdbserver tcp:192.0.2.1:$PORT,server=off" ${NC}
                    ^^^^^^^^^ warning monitor-added-at-run-time: gdb port opened here on tcp 192.0.2.1:$PORT: anyone on the network can run monitor commands
echo gdbserver tcp:localhost:1234 ${NC}
                   ^^^^^^^^^ information monitor-added-at-run-time: gdb port opened here on localhost:1234: any local user can run monitor commands
`);
  });

  it('judges a monitor object by its transport', () => {
    check(`
nc -U monitor.sock <<EOF
chardev-add socket,id=x,host=0.0.0.0,port=4444,server=on,wait=off
                             ^^^^^^^ error monitor-added-at-run-time: HMP added here on tcp 0.0.0.0:4444: anyone on the network can control QEMU
object_add monitor-hmp,id=m,chardev=x
chardev-add socket,id=y,host=127.0.0.1,port=4445,server=on,wait=off,telnet=on
                             ^^^^^^^^^ warning monitor-added-at-run-time: QMP added here on telnet 127.0.0.1:4445: any local user can control QEMU
object_add monitor-qmp,id=n,chardev=y
chardev-add socket,id=z,path=/run/vm/other.sock,server=on,wait=off
object_add monitor-qmp,id=o,chardev=z
chardev-add socket,id=u,path=/tmp/other.sock,server=on,wait=off
                             ^^^^^^^^^^^^^^^ information monitor-added-at-run-time: QMP added here in a shared directory: any local user can impersonate the monitor
object_add monitor-qmp,id=p,chardev=u
EOF
`);
  });

  it('joins commands that are sent one by one', () => {
    check(`
hmp() { virsh qemu-monitor-command vm --hmp "$@"; }
virsh -c qemu:///system qemu-monitor-command "$VM" --hmp 'chardev-add udp,id=x,host=192.0.2.1,port=4444'
                                                                                    ^^^^^^^^^ error monitor-added-at-run-time: HMP added here on udp 192.0.2.1:4444: anyone on the network can control QEMU with forged packets
virsh qemu-monitor-command "$VM" --hmp object_add monitor-hmp,id=m,chardev=x
`);
  });

  it('reads QMP, where a socket listens unless it says otherwise', () => {
    check(`
socat - UNIX-CONNECT:qmp.sock <<'EOF'
{ "execute": "qmp_capabilities" }
{ "execute": "chardev-add",
  "arguments": { "id": "x", "backend": { "type": "socket", "data": {
    "addr": { "type": "inet", "data": { "host": "0.0.0.0", "port": "4444" } } } } } }
                                                 ^^^^^^^ error monitor-added-at-run-time: QMP added here on tcp 0.0.0.0:4444: anyone on the network can control QEMU
{ "execute": "object-add", "arguments": { "qom-type": "monitor-qmp", "id": "m", "chardev": "x" } }
EOF
`);
    check(`
virsh qemu-monitor-command vm '{"execute":"chardev-add","arguments":{"id":"x","backend":{"type":"socket","data":{"server":false,"addr":{"type":"inet","data":{"host":"192.0.2.1","port":"4444"}}}}}}'
                                                                                                                                                                      ^^^^^^^^^ warning monitor-added-at-run-time: QMP added here connects to tcp 192.0.2.1:4444: any host that answers can control QEMU
virsh qemu-monitor-command vm '{"execute":"object-add","arguments":{"qom-type":"monitor-qmp","id":"m","chardev":"x"}}'
`);
    check(`
virsh qemu-monitor-command vm '{"execute":"human-monitor-command","arguments":{"command-line":"gdbserver tcp::1234"}}'
                                                                                                         ^^^^^^^^^ 💡 warning monitor-added-at-run-time
`);
  });

  it('knows the credentials that commands add', () => {
    const commands = (authz: string) => `
nc -U m <<EOF
object_add tls-creds-x509,id=t,dir=/pki,endpoint=server
object_add authz-simple,id=a,identity=CN=me
chardev-add socket,id=x,host=0.0.0.0,port=1,server=on,tls-creds=t${authz}
object_add monitor-hmp,id=m,chardev=x
EOF
`;
    checkSilent(commands(',tls-authz=a'));
    const { findings } = analyzeText(commands(''));
    const severitys = findings.map(({ severity }) => severity);
    assert.deepEqual(severitys, ['warning']);
  });

  it('says what a chardev on the network becomes with one more command', () => {
    check(`
echo "chardev-add socket,id=x,host=0.0.0.0,port=4444,server=on,wait=off" ${NC}
                                   ^^^^^^^ 💡 information monitor-added-at-run-time: Chardev added here on tcp 0.0.0.0:4444: anyone on the network can use it, and it can become a monitor
echo "chardev-change y socket,host=::,port=4444,server=on" ${NC}
                                   ^^ 💡 information monitor-added-at-run-time: Chardev added here on tcp [::]:4444: anyone on the network can use it, and it can become a monitor
`);
  });

  it('offers another address where the command is one literal text', () => {
    const monitor = `virsh qemu-monitor-command vm --hmp object_add monitor-hmp,id=m,chardev=x\n`;
    const add = (list: string) =>
      `virsh qemu-monitor-command vm --hmp 'chardev-add ${list}'\n${monitor}`;
    const exposed = add('socket,id=x,host=,port=4444,server=on,wait=off');
    assert.equal(
      applyFix(exposed, 'listen-on-loopback'),
      add('socket,id=x,host=127.0.0.1,port=4444,server=on,wait=off'),
    );
    assert.equal(
      applyFix(exposed, 'switch-to-unix'),
      add(`socket,id=x,'"path=\${XDG_RUNTIME_DIR:-$HOME}/run-monitor.sock"',server=on,wait=off`),
    );
    assert.equal(
      applyFix(`printf 'gdbserver tcp::1234\\n' ${NC}\n`, 'listen-on-loopback'),
      `printf 'gdbserver tcp:127.0.0.1:1234\\n' ${NC}\n`,
    );
    const json = (host: string) =>
      `virsh qemu-monitor-command vm '{"execute":"chardev-add","arguments":{"id":"x","backend":{"type":"socket","data":{"addr":{"type":"inet","data":{"host":"${host}","port":"1"}}}}}}'\n`;
    assert.equal(applyFix(json('0.0.0.0'), 'listen-on-loopback'), json('127.0.0.1'));
    // The device is QEMU's default and nowhere written; a port in a variable may be quoted twice.
    assert.deepEqual(fixIds(`echo gdbserver ${NC}\n`), [[]]);
    assert.deepEqual(fixIds(`echo "gdbserver tcp::$P" ${NC}\n`), [[]]);
  });

  it('is silent about a chardev that a device, a network or gdb takes, and one that stays on this machine', () => {
    const add = `echo "chardev-add socket,id=x,host=0.0.0.0,port=4444,server=on,wait=off" ${NC}\n`;
    checkSilent(`${add}echo device_add virtserialport,chardev=x ${NC}\n`);
    checkSilent(`${add}echo 'netdev_add vhost-user,id=n,chardev=x' ${NC}\n`);
    checkSilent(
      `${add}echo '{"execute":"device_add","arguments":{"driver":"virtserialport","chardev":"x"}}' ${NC}\n`,
    );
    checkSilent(`echo "chardev-add socket,id=x,host=127.0.0.1,port=4444,server=on" ${NC}\n`);
    checkSilent(`echo "chardev-add socket,id=x,path=/tmp/x,server=on" ${NC}\n`);
    checkSilent(`echo "chardev-add pty,id=x" ${NC}\n`);
  });

  it('tells of a monitor on a chardev that is not in sight', () => {
    check(`
echo 'object_add monitor-hmp,id=m,chardev=zz' ${NC}
      ^^^^^^^^^^ information monitor-added-at-run-time: HMP added here: its chardev is added elsewhere, so this file does not show who can open it
`);
  });

  it('speaks of no monitor object and of no chardev where the QEMU has none', () => {
    const settings = { qemuVersion: 1000 };
    const commands =
      'chardev-add socket,id=x,host=0.0.0.0,port=1,server=on\nobject_add monitor-hmp,id=m,chardev=x\n';
    checkSilent(`nc -U m <<EOF\n${commands}EOF\n`, { settings });
    check(
      `
nc -U m <<EOF
${commands}gdbserver chardev:x
EOF
`.replace(
        'port=1,server=on\n',
        'port=1,server=on\n                             ^^^^^^^ warning monitor-added-at-run-time\n',
      ),
      { settings },
    );
  });

  it('is silent about everything else that is sent somewhere', () => {
    for (const silent of [
      `echo quit ${NC}`,
      `echo gdbserver none ${NC}`,
      `echo 'gdbserver unix:/run/vm/gdb.sock,server=on,wait=off' ${NC}`,
      `echo 'gdbserver stdio' ${NC}`,
      // The gdbserver of GDB on some other machine.
      "echo 'gdbserver :1234 /bin/app' | nc board 23",
      "(sleep 1; echo 'gdbserver host:1234 ./a.out') | telnet board",
      // HMP takes one argument and no abbreviation.
      `echo gdbserver tcp::1234 now ${NC}`,
      `echo gdbserv tcp::1234 ${NC}`,
      `echo help gdbserver tcp::1234 ${NC}`,
      `echo chardev_add socket,id=x,host=0.0.0.0,port=1,server=on ${NC}`,
      `echo nbd_server_start 0.0.0.0:10809 ${NC}`,
      'echo gdbserver tcp::1234',
      'echo gdbserver tcp::1234 > notes.txt',
      'cat <<EOF\ngdbserver tcp::1234\nEOF',
      'echo gdbserver tcp::1234 | sort | nc -U m',
      'virsh list gdbserver tcp::1234',
      'virsh qemu-agent-command vm gdbserver',
      'nc -U m < commands',
      `echo '{"execute":"chardev-add"' ${NC}`,
      `echo '{"execute":"chardev-add","arguments":{"id":"x"}}' ${NC}`,
      `echo '{"return":{"chardev-add":"gdbserver"}}' ${NC}`,
    ]) {
      checkSilent(`${silent}\n`);
    }
  });

  it('finds commands wherever a script can put them', () => {
    for (const sent of [
      `printf 'info status\\ngdbserver\\n' ${NC}`,
      `printf '%s\\n' 'info status' "gdbserver tcp::1234" ${NC}`,
      `printf '%b' 'stop\\ngdbserver\\n' ${NC}`,
      `echo -e "stop\\ngdbserver tcp::1234" ${NC}`,
      `echo $'stop\\ngdbserver tcp::1234' ${NC}`,
      `{ echo stop; sleep 1; echo gdbserver; } ${NC}`,
      `(sleep 1 && echo gdbserver) | telnet localhost 4444`,
      `C=gdbserver\necho "$C" | sudo nc -U m`,
      `SEND="socat - UNIX-CONNECT:m"\necho gdbserver | $SEND`,
      'cat <<EOF | nc -U m\ngdbserver\nEOF',
      'nc -U m <<< gdbserver',
      'nc -U m <<-EOF\n\tgdbserver\n\tEOF',
      'sudo virsh -c qemu:///system qemu-monitor-command --domain vm --hmp gdbserver',
      'virsh qemu-monitor-command --hmp vm gdbserver tcp::1234',
      `if true; then echo gdbserver ${NC}; fi`,
      `start() { echo '  gdbserver  "tcp::1234" ' ${NC}; }`,
      `echo gdbserver | tee log | cat\necho gdbserver ${NC} | grep -v qemu`,
    ]) {
      const { findings } = analyzeText(`${sent}\n`);
      assert.deepEqual(
        findings.map(({ rule, severity }) => `${severity} ${rule}`),
        ['warning monitor-added-at-run-time'],
        sent,
      );
    }
  });
});
