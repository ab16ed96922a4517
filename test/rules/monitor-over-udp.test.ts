import { describe, it } from 'node:test';
import { check, checkFix, checkSilent, inConfig, WITHOUT_REFUSALS } from '../support/check.ts';

describe('monitor-over-udp', () => {
  it('is an error for a peer on the network', () => {
    check(`
qemu-system-x86_64 -monitor udp:192.168.1.2:4444@:4445
                                ^^^^^^^^^^^ 💡 error monitor-over-udp: HMP on udp 192.168.1.2:4444: anyone on the network can control QEMU with forged packets
`);
  });

  it('is a warning for a peer on this machine, which an empty host is', () => {
    check(`
kvm -monitor udp::4444@:4445 -monitor udp:127.0.0.1:4446
             ^^^^^^^^^^^^^^^ 💡 warning monitor-over-udp: HMP on udp *:4444: any local user can control QEMU with forged packets
                                          ^^^^^^^^^ 💡 warning monitor-over-udp
`);
  });

  it('knows the chardev form', () => {
    check(`
kvm -chardev udp,id=m,host=10.0.0.1,port=4444 -mon m
                           ^^^^^^^^ 💡 error monitor-over-udp
`);
  });

  it('is silent without a monitor, and on a string without a port', () => {
    checkSilent(
      'kvm -serial udp:10.0.0.1:4444 -monitor udp:4444 -chardev udp,id=c,port=1',
      WITHOUT_REFUSALS,
    );
  });

  it('switches a string and a chardev to a listening UNIX socket', () => {
    checkFix(
      'kvm -monitor udp:10.0.0.1:4444@:4445\n',
      'kvm -monitor "unix:${XDG_RUNTIME_DIR:-$HOME}/run-monitor.sock,server=on,wait=off"\n',
    );
    checkFix(
      'kvm -chardev udp,id=m,host=10.0.0.1,port=4444,localport=1 -mon m\n',
      'kvm -chardev "socket,id=m,path=${XDG_RUNTIME_DIR:-$HOME}/run-monitor.sock,server=on,wait=off" -mon m\n',
    );
  });

  it('writes short booleans where the file does', () => {
    checkFix(
      'kvm -monitor udp:10.0.0.1:4444 # or unix:/run/x.sock,server,nowait\n',
      'kvm -monitor "unix:${XDG_RUNTIME_DIR:-$HOME}/run-monitor.sock,server,nowait" # or unix:/run/x.sock,server,nowait\n',
    );
  });

  it('switches a section of a config file', () => {
    inConfig.checkFix(
      '[chardev "m"]\n  backend = "udp"\n  host = "10.0.0.1"\n  port = "4444"\n[mon]\n  chardev = "m"\n',
      '[chardev "m"]\n  backend = "socket"\n  path = "machine-monitor.sock"\n  server = "on"\n  wait = "off"\n[mon]\n  chardev = "m"\n',
    );
  });
});
