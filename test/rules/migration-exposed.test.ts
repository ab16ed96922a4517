import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyFix, checkSilent, checksIn } from '../support/check.ts';

const NEIGHBOURS = { settings: { neighbours: true } };
const amongNeighbours = checksIn(NEIGHBOURS);
const FIX = 'listen-on-loopback';

describe('migration-exposed', () => {
  it('marks the address, and is milder on this machine', () => {
    amongNeighbours.check(`
qemu-system-x86_64 -incoming tcp::4444
                             ^^^^^^^^^ 💡 warning migration-exposed: Incoming migration on tcp *:4444: anyone on the network can supply this VM's memory and devices
qemu-system-x86_64 -incoming tcp:0:4444
                                 ^ 💡 warning migration-exposed
qemu-system-x86_64 -incoming tcp:[::]:4444,to=4450
                                  ^^ 💡 warning migration-exposed
qemu-system-x86_64 -incoming tcp:[::1]:4444
                                  ^^^ information migration-exposed: Incoming migration on tcp [::1]:4444: any local user can supply this VM's memory and devices
qemu-system-x86_64 -incoming tcp:$HOST:4444
                                 ^^^^^ warning migration-exposed: Incoming migration on tcp $HOST:4444: anyone who reaches it can supply this VM's memory and devices
qemu-system-x86_64 -incoming '{"channel-type": "main", "addr": {"transport": "socket", "type": "inet", "host": "0.0.0.0", "port": "4444"}}'
                                                                                                                ^^^^^^^ 💡 warning migration-exposed
`);
  });

  it('is silent for what is no port, behind verified TLS, and unless it is on', () => {
    for (const uri of ['defer', 'unix:/run/m', '"exec:zcat m"', 'fd:3', 'file:m', '$URI']) {
      amongNeighbours.checkSilent(`kvm -incoming ${uri}`);
    }
    amongNeighbours.checkSilent('kvm -incoming tcp::1 -incoming defer');
    amongNeighbours.checkSilent(
      'kvm -object tls-creds-x509,id=t,dir=/d,endpoint=server -global migration.tls-creds=t -incoming tcp::1',
    );
    checkSilent('kvm -incoming tcp::4444');
  });

  it('is kept to 127.0.0.1', () => {
    const fixes = {
      'kvm -incoming tcp::$P\n': 'kvm -incoming tcp:127.0.0.1:$P\n',
      'kvm -incoming tcp:[::]:1,to=2\n': 'kvm -incoming tcp:127.0.0.1:1,to=2\n',
      'kvm -incoming main,addr.transport=socket,addr.type=inet,addr.host=0,addr.port=1\n':
        'kvm -incoming main,addr.transport=socket,addr.type=inet,addr.host=127.0.0.1,addr.port=1\n',
    };
    for (const [before, after] of Object.entries(fixes)) {
      assert.equal(applyFix(before, FIX, NEIGHBOURS), after);
    }
  });
});
