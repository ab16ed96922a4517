import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  check,
  checkFix,
  checkSilent,
  inConfig,
  inXml,
  WITHOUT_REFUSALS,
} from '../support/check.ts';

describe('monitor-on-network', () => {
  it('marks the host of a literal address and says what to do', () => {
    check(`
qemu-system-x86_64 -m 1G -monitor tcp:0.0.0.0:4444,server,nowait
                                      ^^^^^^^ 💡 error monitor-on-network: HMP on tcp 0.0.0.0:4444: anyone on the network can run commands on this host
`);
  });

  it('marks the whole address where the host is empty', () => {
    check(`
qemu-system-arm -qmp telnet::4444,server
                     ^^^^^^^^^^^^ 💡 error monitor-on-network: QMP on telnet *:4444: anyone on the network can run commands on this host
`);
  });

  it('knows every transport and every spelling of every interface', () => {
    for (const address of ['tcp:0:1', 'tn3270:0.0.0.0:1', 'websocket:0x0:1', 'telnet:0.0:1']) {
      const host = address.split(':')[1] ?? '';
      const indent = ' '.repeat('kvm -monitor '.length + address.indexOf(host));
      check(
        `kvm -monitor ${address},server=on\n${indent}${'^'.repeat(host.length)} 💡 error monitor-on-network`,
      );
    }
  });

  it('reports one address of the network and a name like every interface', () => {
    check(`
qemu -monitor tcp:192.168.1.7:4444,server -qmp tcp:buildhost:4445,server
                  ^^^^^^^^^^^ 💡 error monitor-on-network: HMP on tcp 192.168.1.7:4444: anyone on the network can run commands on this host
                                                   ^^^^^^^^^ 💡 error monitor-on-network: QMP on tcp buildhost:4445: anyone on the network can run commands on this host
`);
  });

  it('reports an address that the file does not fix, and is quiet about an unknown device', () => {
    check(`
qemu-system-x86_64 -monitor tcp:$HOST:4444,server -qmp tcp:$ADDRESS,server -monitor $MONITOR
                                ^^^^^ 💡 error monitor-on-network: HMP on tcp $HOST:4444: anyone who reaches it can run commands on this host
                                                           ^^^^^^^^ 💡 error monitor-on-network: QMP on tcp $ADDRESS: anyone who reaches it can run commands on this host
`);
  });

  it('says an address of which a part is not fixed as it is written', () => {
    check(`
qemu-system-x86_64 -monitor tcp:10.0.0.$N:4444,server
                                ^^^^^^^^^ 💡 error monitor-on-network: HMP on tcp 10.0.0.$N:4444: anyone on the network can run commands on this host
`);
  });

  it('judges by the host that counts when it is given twice', () => {
    check(`
qemu-system-x86_64 -monitor tcp:127.0.0.1:4444,server=on,host=0.0.0.0
                                                              ^^^^^^^ 💡 error monitor-on-network
`);
  });

  it('finds the chardev of a monitor in any order and marks its host', () => {
    check(`
qemu-system-x86_64 -mon chardev=m,mode=control -chardev socket,id=m,host=0.0.0.0,port=4444,server=on,wait=off
                                                                         ^^^^^^^ 💡 error monitor-on-network: QMP on tcp 0.0.0.0:4444: anyone on the network can run commands on this host
`);
  });

  it('marks an empty host property as a whole', () => {
    check(`
qemu-system-x86_64 -chardev socket,id=m,host=,port=4444,server=on -mon m
                                        ^^^^^ 💡 error monitor-on-network
`);
  });

  it('says that the console of a guest is the same port', () => {
    check(`
qemu-system-x86_64 -serial mon:tcp::4444,server,nowait
                               ^^^^^^^^^ 💡 error monitor-on-network: HMP behind a guest port on tcp *:4444: anyone on the network can run commands on this host
`);
  });

  it('finds the monitor that mux=on hides on a serial line', () => {
    check(`
qemu-system-x86_64 -serial tcp::4444,server,nowait,mux=on
                           ^^^^^^^^^ 💡 error monitor-on-network
`);
  });

  it('follows -set, a mux and a hub to the socket', () => {
    check(`
qemu-system-x86_64 -monitor tcp:127.0.0.1:1,server=on -set chardev.compat_monitor0.host=0.0.0.0
                                                                                        ^^^^^^^ 💡 error monitor-on-network
qemu-system-x86_64 -chardev socket,id=s,host=0.0.0.0,port=1,server=on -chardev mux,id=m,chardev=s -mon m
                                             ^^^^^^^ 💡 error monitor-on-network
qemu-system-x86_64 -chardev null,id=n -chardev socket,id=s,host=::,port=1,server=on -chardev hub,id=h,chardevs.0=n,chardevs.1=s -mon h
                                                                ^^ 💡 error monitor-on-network
`);
  });

  it('knows qemu-storage-daemon and its options', () => {
    check(`
qemu-storage-daemon --chardev socket,id=m,host=0.0.0.0,port=4444,server=on --mon chardev=m
                                               ^^^^^^^ 💡 error monitor-on-network: QMP on tcp 0.0.0.0:4444: anyone on the network can control QEMU
`);
    // It comes too early, and is one when that is repaired.
    check(`
qemu-storage-daemon --monitor m --chardev socket,id=m,host=0.0.0.0,port=4444,server=on
                              ^ warning chardev-reference-unresolved
                                                           ^^^^^^^ 💡 error monitor-on-network: QMP on tcp 0.0.0.0:4444: anyone on the network can control QEMU
`);
  });

  it('knows the monitor objects of QEMU 11.1', () => {
    check(`
qemu-system-x86_64 -object monitor-qmp,id=q,chardev=m -chardev socket,id=m,host=0.0.0.0,port=1,server=on
                                                                                ^^^^^^^ 💡 error monitor-on-network: QMP on tcp 0.0.0.0:1: anyone on the network can run commands on this host
qemu-system-x86_64 -object '{"qom-type":"monitor-hmp","id":"q","chardev":"m"}' -chardev socket,id=m,host=0.0.0.0,port=1,server=on
                                                                                                         ^^^^^^^ 💡 error monitor-on-network: HMP on tcp 0.0.0.0:1: anyone on the network can run commands on this host
`);
  });

  it('is silent on monitors that stay on the machine', () => {
    checkSilent(`
qemu-system-x86_64 -monitor stdio -qmp unix:/run/vm/qmp.sock,server=on,wait=off
qemu-system-x86_64 -nographic -serial mon:stdio
qemu-system-x86_64 -monitor none -monitor null
qemu-system-x86_64 -monitor vc
qemu-system-x86_64 -chardev stdio,mux=on,id=c -serial chardev:c -mon chardev=c
`);
  });

  it('is silent on everything else that uses the network', () => {
    checkSilent(`
qemu-system-x86_64 -serial telnet::4444,server,nowait -gdb tcp::1234 -s \\
  -vnc :0 -monitor none \\
  -netdev user,id=n,hostfwd=tcp::2222-:22 -incoming tcp:0:4444 -redir tcp:5555::5555 \\
  -chardev socket,id=c,host=0.0.0.0,port=4444,server=on,mux=on -device isa-serial,chardev=c
echo "connect with: telnet localhost 4444, or start qemu-system-x86_64 -monitor tcp::4444,server"
# qemu-system-x86_64 -monitor tcp:0.0.0.0:4444,server
ceph-mon --monitor tcp:0.0.0.0:4444,server
`);
  });

  it('gives two monitors of one unknown port two names', () => {
    const path = (ending: string) =>
      `"unix:\${XDG_RUNTIME_DIR:-$HOME}/run-$P-monitor${ending}.sock,server"`;
    checkFix(
      'kvm -monitor tcp::$P,server -monitor tcp::$P,server\n',
      `kvm -monitor ${path('')} -monitor ${path('-2')}\n`,
    );
  });

  it('says what keeps QEMU from starting programs, and is not milder for it', () => {
    check(`
kvm -sandbox on,spawn=deny -monitor tcp:0.0.0.0:4444,server
                                        ^^^^^^^ 💡 error monitor-on-network: HMP on tcp 0.0.0.0:4444: anyone on the network can control QEMU
kvm -sandbox on -monitor tcp:0.0.0.0:4444,server
                             ^^^^^^^ 💡 error monitor-on-network: HMP on tcp 0.0.0.0:4444: anyone on the network can run commands on this host
kvm -sandbox off,spawn=deny -monitor tcp:0.0.0.0:4444,server
                                         ^^^^^^^ 💡 error monitor-on-network: HMP on tcp 0.0.0.0:4444: anyone on the network can run commands on this host
`);
    inXml.check(`<domain xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'><q:commandline>
<q:arg value='-qmp'/><q:arg value='tcp:0.0.0.0:1,server'/>
                                       ^^^^^^^ 💡 error monitor-on-network: QMP on tcp 0.0.0.0:1: anyone on the network can control QEMU
</q:commandline></domain>`);
    inConfig.check(`[sandbox]
  enable = "on"
  spawn = "deny"
[chardev "m"]
  backend = "socket"
  host = "0.0.0.0"
          ^^^^^^^ 💡 error monitor-on-network: HMP on tcp 0.0.0.0:1: anyone on the network can control QEMU
  port = "1"
  server = "on"
[mon]
  chardev = "m"
`);
  });

  it('names the guest whose line it shares, however that is written', () => {
    check(`
kvm -chardev socket,id=c,host=0.0.0.0,port=1,server=on,mux=on -serial chardev:c -mon c
                              ^^^^^^^ 💡 error monitor-on-network: HMP behind a guest port on tcp 0.0.0.0:1: anyone on the network can run commands on this host
kvm -chardev socket,id=c,host=0.0.0.0,port=1,server=on,mux=on -device isa-serial,chardev=c -mon c
                              ^^^^^^^ 💡 error monitor-on-network: HMP behind a guest port on tcp 0.0.0.0:1: anyone on the network can run commands on this host
kvm -chardev socket,id=c,host=0.0.0.0,port=1,server=on,mux=on -gdb chardev:c -mon c
                              ^^^^^^^ 💡 error monitor-on-network: HMP on tcp 0.0.0.0:1: anyone on the network can run commands on this host
`);
  });

  it('leaves the one good form of TCP alone', () => {
    checkSilent(`
qemu-system-x86_64 -object tls-creds-x509,id=t,dir=/etc/pki/qemu,endpoint=server,verify-peer=on \\
  -object authz-simple,id=a,identity=CN=alice \\
  -chardev socket,id=m,host=0.0.0.0,port=4444,server=on,wait=off,tls-creds=t,tls-authz=a -mon m
`);
  });

  it('tells what depends on credentials of another file only when asked', () => {
    const script = `
qemu-system-x86_64 $EXTRA -chardev socket,id=m,host=0.0.0.0,port=4444,server=on,tls-creds=t -mon m
                                                    ^^^^^^^ 💡 error monitor-on-network
`;
    check(script, { settings: { showPossible: true } });
    checkSilent(script.replace(/\n +\^.*/, ''));
  });

  it('is silent on what QEMU refuses to start with', () => {
    checkSilent(
      `
qemu-system-x86_64 -monitor tcp:4444,server -qmp none
qemu-system-x86_64 -monitor tcp:0.0.0.0:4444,server=ON -monitor tcp:0.0.0.0:4444,sever
qemu-system-x86_64 -mon nowhere -monitor
`,
      WITHOUT_REFUSALS,
    );
  });

  it('stays while the next property is being typed', () => {
    check(`
qemu-system-x86_64 -monitor tcp:0.0.0.0:4444,server,nowai
                                ^^^^^^^ 💡 error monitor-on-network
                                                    ^^^^^ 💡 information refused-by-qemu
`);
  });

  it('switches a device string and keeps what the author said about it', () => {
    checkFix(
      'qemu-system-x86_64 -monitor tcp:0.0.0.0:4444,server,nowait,nodelay,logfile=/var/log/m\n',
      'qemu-system-x86_64 -monitor "unix:${XDG_RUNTIME_DIR:-$HOME}/run-monitor.sock,server,nowait,logfile=/var/log/m"\n',
    );
  });

  it('switches a chardev and drops what has no meaning on a UNIX socket', () => {
    checkFix(
      'kvm -name vm1 -chardev socket,id=m,host=0.0.0.0,port=4444,ipv4=on,server=on,wait=off,telnet=on -mon m,mode=control\n',
      'kvm -name vm1 -chardev "socket,id=m,path=${XDG_RUNTIME_DIR:-$HOME}/vm1-qmp.sock,server=on,wait=off" -mon m,mode=control\n',
    );
  });

  it('gives two monitors two names', () => {
    checkFix(
      'kvm -monitor tcp::1,server -monitor tcp::2,server -qmp tcp::3,server\n',
      'kvm -monitor "unix:${XDG_RUNTIME_DIR:-$HOME}/run-monitor.sock,server" ' +
        '-monitor "unix:${XDG_RUNTIME_DIR:-$HOME}/run-monitor-2.sock,server" ' +
        '-qmp "unix:${XDG_RUNTIME_DIR:-$HOME}/run-qmp.sock,server"\n',
    );
  });

  it('leads from the finding to the use, the option and the command', () => {
    const text = `HOST=0.0.0.0\nMON="-monitor tcp:$HOST:4444,server"\nqemu-system-x86_64 $MON\n`;
    const analysis = check(text.replace('\n', '\n     ^^^^^^^ 💡 error monitor-on-network\n'));
    const related = analysis.findings[0]?.related.map(({ at, message }) => [
      text.slice(at.start, at.end),
      message,
    ]);
    assert.deepEqual(related, [
      ['$MON', 'The address is used here'],
      ['$HOST', 'The address is used here'],
      ['-monitor', 'The monitor is made here'],
      ['qemu-system-x86_64', 'QEMU is started here'],
    ]);
  });
});
