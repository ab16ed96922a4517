import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyFix, check, checkSilent } from '../support/check.ts';

const NEIGHBOURS = { settings: { neighbours: true } };
const FIX = 'listen-on-loopback';

describe('spice-without-ticketing', () => {
  it('marks the address, or the port that has none, and is milder on this machine', () => {
    check(
      `
kvm -spice port=5930,disable-ticketing=on
           ^^^^^^^^^ 💡 warning spice-without-ticketing: SPICE without authentication on tcp *:5930: anyone on the network can see and control this VM
kvm -spice port=5930,addr=0.0.0.0,disable-ticketing
                          ^^^^^^^ 💡 warning spice-without-ticketing
kvm -spice port=5930,addr=,disable-ticketing
                     ^^^^^ 💡 warning spice-without-ticketing
kvm -spice tls-port=5931,addr=127.0.0.1,disable-ticketing
                              ^^^^^^^^^ information spice-without-ticketing: SPICE without authentication on tcp 127.0.0.1:5931: any local user can see and control this VM
kvm -spice disable-ticketing=on -spice port=5930
                                       ^^^^^^^^^ 💡 warning spice-without-ticketing
`,
      NEIGHBOURS,
    );
    check(
      `[spice]
port = "5930"
        ^^^^ 💡 warning spice-without-ticketing
disable-ticketing = "on"
`,
      { ...NEIGHBOURS, languageId: 'qemu-config' },
    );
  });

  it('is silent where viewers must show something, and unless it is on', () => {
    for (const spice of [
      'port=5930',
      'port=5930,password-secret=s',
      'port=5930,disable-ticketing=off',
      'port=5930,disable-ticketing,sasl',
      'unix=on,addr=/run/s,disable-ticketing',
      'disable-ticketing',
      // Then SPICE is on a UNIX socket of the viewer's.
      'port=5930,disable-ticketing -display spice-app,gl=on',
    ]) {
      checkSilent(`kvm -spice ${spice}`, NEIGHBOURS);
    }
    checkSilent('kvm -spice port=5930,disable-ticketing=on');
  });

  it('is kept to 127.0.0.1', () => {
    const fixes = {
      'kvm -spice port=$P,disable-ticketing\n':
        'kvm -spice addr=127.0.0.1,port=$P,disable-ticketing\n',
      'kvm -spice port=1,addr=::,disable-ticketing\n':
        'kvm -spice port=1,addr=127.0.0.1,disable-ticketing\n',
    };
    for (const [before, after] of Object.entries(fixes)) {
      assert.equal(applyFix(before, FIX, NEIGHBOURS), after);
    }
    assert.equal(
      applyFix('[spice]\nport = "1"\ndisable-ticketing = "on"\n', FIX, {
        ...NEIGHBOURS,
        languageId: 'qemu-config',
      }),
      '[spice]\nport = "1"\naddr = "127.0.0.1"\ndisable-ticketing = "on"\n',
    );
  });
});
