import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyFix, check, checkFix, checkSilent } from '../support/check.ts';

describe('monitor-hidden-by-mux', () => {
  it('marks the item that makes the monitor', () => {
    check(`
kvm -serial unix:/run/v/s.sock,server,mux=on
                                      ^^^^^^ 💡 information monitor-hidden-by-mux: mux=on adds an HMP monitor to this guest port: Ctrl-a c opens it
kvm -parallel unix:/run/v/s.sock,server,mux
                                        ^^^ 💡 information monitor-hidden-by-mux
kvm -netdev user,id=n,guestfwd=tcp:10.0.2.9:1-unix:/run/v/s,,server=on,,mux=on
                                                                        ^^^^^^ 💡 information monitor-hidden-by-mux
`);
  });

  it('leaves it to the finding about the address to say so', () => {
    check(`
kvm -serial tcp:0.0.0.0:4444,server,nowait,mux=on
                ^^^^^^^ 💡 error monitor-on-network: mux=on adds an HMP monitor to this guest port, open to the network (tcp 0.0.0.0:4444)
`);
  });

  it('takes mux out and leaves the guest its line', () => {
    checkFix(
      'kvm -serial unix:/run/v/s.sock,mux=on,server -serial tcp::4444,server,mux=on\n',
      'kvm -serial unix:/run/v/s.sock,server -serial tcp::4444,server\n',
    );
    checkFix(
      'kvm -netdev user,id=n,guestfwd=tcp:10.0.2.9:1-unix:/run/v/s,,server=on,,mux=on\n',
      'kvm -netdev user,id=n,guestfwd=tcp:10.0.2.9:1-unix:/run/v/s,,server=on\n',
    );
  });

  it('offers the UNIX socket as well', () => {
    assert.equal(
      applyFix('kvm -serial tcp::4444,server,mux=on\n', 'switch-to-unix'),
      'kvm -serial "unix:${XDG_RUNTIME_DIR:-$HOME}/run-monitor.sock,server,mux=on"\n',
    );
  });

  it('is silent where the monitor says its name, and where mux makes none', () => {
    checkSilent(`
kvm -serial mon:unix:/run/v/s.sock,server -serial mon:stdio
kvm -serial unix:/run/v/s.sock,server,mux=off
kvm -chardev socket,id=c,path=/run/v/s.sock,server=on,mux=on -serial chardev:c
kvm -serial unix:/run/v/s.sock,server,mux=$MUX
`);
  });
});
