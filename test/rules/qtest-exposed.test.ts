import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyFix, check, checkSilent } from '../support/check.ts';

const NEIGHBOURS = { settings: { neighbours: true } };

describe('qtest-exposed', () => {
  it('marks the address, and is milder on this machine', () => {
    check(
      `
qemu-system-x86_64 -qtest tcp::4000,server=on,wait=off
                          ^^^^^^^^^ 💡 warning qtest-exposed: qtest on tcp *:4000: anyone on the network can read and write guest memory
qemu-system-x86_64 -qtest tcp:127.0.0.1:4000,server=on
                              ^^^^^^^^^ information qtest-exposed: qtest on tcp 127.0.0.1:4000: any local user can read and write guest memory
qemu-system-x86_64 -qtest tcp:localhost:4000
                              ^^^^^^^^^ information qtest-exposed: qtest connects to tcp localhost:4000: any host that answers can read and write guest memory
qemu-system-x86_64 -object qtest,id=q,chardev=c -chardev socket,id=c,host=0.0.0.0,port=1,server=on
                                                                          ^^^^^^^ 💡 warning qtest-exposed
`,
      NEIGHBOURS,
    );
  });

  it('is silent for the UNIX sockets of tests, for what QEMU refuses, and unless it is on', () => {
    checkSilent('kvm -qtest unix:/tmp/qtest-1.sock -qtest-log /dev/null', NEIGHBOURS);
    checkSilent('kvm -qtest mon:tcp::1,server=on', NEIGHBOURS);
    checkSilent('kvm -qtest stdio', NEIGHBOURS);
    checkSilent('kvm -qtest tcp::1,server=on');
  });

  it('is kept to 127.0.0.1', () => {
    assert.equal(
      applyFix('kvm -qtest tcp::$P,server=on\n', 'listen-on-loopback', NEIGHBOURS),
      'kvm -qtest tcp:127.0.0.1:$P,server=on\n',
    );
  });
});
