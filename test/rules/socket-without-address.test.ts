import { describe, it } from 'node:test';
import { check, checkFix, checkNoFix, checkSilent, inConfig } from '../support/check.ts';

describe('socket-without-address', () => {
  it('marks the port that QEMU ignores, or the whole', () => {
    check(`
kvm -chardev socket,id=m,port=4444,server=on,wait=off -mon m,mode=control
                              ^^^^ 💡 information socket-without-address: Nobody can connect: without a host, QEMU ignores the port of this QMP monitor
`);
    checkNoFix(`
kvm -chardev socket,id=m,server=on,wait=off -mon m
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ information socket-without-address: Nobody can connect: this HMP monitor has no host, path or fd
`);
  });

  it('reads config files and looks through a mux', () => {
    inConfig.check(`[chardev "m"]
  backend = "socket"
  port = "4444"
          ^^^^ 💡 information socket-without-address
  server = "on"
[mon]
  chardev = "m"
`);
    check(`
kvm -chardev socket,id=b,port=1,server=on -chardev mux,id=m,chardev=b -mon m
                              ^ 💡 information socket-without-address
`);
  });

  it('moves it to a UNIX socket', () => {
    checkFix(
      'kvm -chardev socket,id=m,port=4444,server=on,wait=off -mon m\n',
      'kvm -chardev "socket,id=m,path=${XDG_RUNTIME_DIR:-$HOME}/run-monitor.sock,server=on,wait=off" -mon m\n',
    );
  });

  it('is silent on other chardevs, on what is unknown, and where QEMU refuses it', () => {
    checkSilent(`
kvm -chardev socket,id=m,port=4444,server=on -serial chardev:m
kvm -chardev socket,id=m,fd=4,server=on -mon m
kvm -chardev socket,id=m,server=on,$ADDRESS -mon m
`);
    check(
      `
kvm -chardev socket,id=m,port=4444,server=on -mon m
             ^^^^^^ information refused-by-qemu: QEMU refuses this: Exactly one of 'path', 'fd' or 'host' option required.
`,
      { settings: { qemuVersion: 502 } },
    );
  });
});
