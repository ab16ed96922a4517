import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyFix, check, checkSilent, checksIn, fixedBy } from '../support/check.ts';

const NEIGHBOURS = { settings: { neighbours: true } };
const amongNeighbours = checksIn(NEIGHBOURS);
const FIX = 'listen-on-loopback';

describe('vnc-without-authentication', () => {
  it('marks the address, and is milder on this machine', () => {
    amongNeighbours.check(`
kvm -monitor none -vnc :0
                       ^^ 💡 warning vnc-without-authentication: VNC without authentication on tcp *:5900: anyone on the network can see and control this VM
kvm -monitor none -vnc [::]:1
                        ^^ 💡 warning vnc-without-authentication
kvm -monitor none -vnc localhost:0
                       ^^^^^^^^^ information vnc-without-authentication: VNC without authentication on tcp localhost:5900: any local user can see and control this VM
kvm -monitor none -vnc unix:/run/v,websocket=5700
                                             ^^^^ 💡 warning vnc-without-authentication
kvm -monitor none -vnc :0,tls-creds=t -object tls-creds-anon,id=t,endpoint=server
                       ^^ 💡 warning vnc-without-authentication
kvm -vnc :0 "$@"
         ^^ 💡 warning vnc-without-authentication
`);
    check(
      `<domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'><qemu:commandline>
<qemu:arg value='-vnc'/>
<qemu:arg value='0.0.0.0:0'/>
                 ^^^^^^^ 💡 warning vnc-without-authentication
</qemu:commandline></domain>`,
      { ...NEIGHBOURS, languageId: 'xml' },
    );
  });

  it('is one finding with the monitor that the display shows', () => {
    amongNeighbours.check(`
kvm -vnc :0
         ^^ 💡 error monitor-on-open-display
`);
  });

  it('is silent where viewers must show something, and unless it is on', () => {
    for (const display of [
      ':0,password=on',
      ':0,password',
      ':0,sasl=on',
      'unix:/tmp/v',
      'none',
      '$D',
      '10.0.0.1:5500,reverse=on',
      ':0,tls-creds=t -object tls-creds-x509,id=t,dir=/d,endpoint=server',
    ]) {
      amongNeighbours.checkSilent(`kvm -monitor none -vnc ${display}`);
    }
    checkSilent('kvm -monitor none -vnc :0');
  });

  it('is kept to 127.0.0.1', () => {
    const fixes = {
      'kvm -monitor none -vnc :$N,to=9\n': 'kvm -monitor none -vnc 127.0.0.1:$N,to=9\n',
      'kvm -monitor none -vnc "[::]:0"\n': 'kvm -monitor none -vnc "127.0.0.1:0"\n',
      'kvm -monitor none -vnc unix:/run/v,websocket=5700\n':
        'kvm -monitor none -vnc unix:/run/v,websocket=127.0.0.1:5700\n',
    };
    for (const [before, after] of Object.entries(fixes)) {
      assert.equal(applyFix(before, FIX, NEIGHBOURS), after);
    }
    assert.equal(
      applyFix('[vnc "v"]\nvnc = ":0"\n', FIX, { ...NEIGHBOURS, languageId: 'qemu-config' }),
      '[vnc "v"]\nvnc = "127.0.0.1:0"\n',
    );
    assert.equal(
      applyFix('kvm -vnc :0,vnc=:1,vnc=localhost:2 -monitor none\n', FIX, NEIGHBOURS),
      'kvm -vnc 127.0.0.1:0,vnc=127.0.0.1:1,vnc=localhost:2 -monitor none\n',
    );
    // Unknown parts stay as they are, so the display would be as open as before.
    assert.equal(fixedBy(FIX, 'kvm -vnc :0,vnc=$H:1 -monitor none\n', NEIGHBOURS), undefined);
  });

  it('marks the address of the server that is a program of its own', () => {
    amongNeighbours.check(`
qemu-vnc --vnc-addr :0
                    ^^ 💡 warning vnc-without-authentication: VNC without authentication on tcp *:5900: anyone on the network can see and control this VM
qemu-vnc --vnc-addr=0.0.0.0:1 -N
                    ^^^^^^^ 💡 warning vnc-without-authentication
qemu-vnc -l :0 -t /etc/pki/qemu
            ^^ 💡 warning vnc-without-authentication
qemu-vnc -l127.0.0.1:0
           ^^^^^^^^^ information vnc-without-authentication
qemu-vnc -w 0.0.0.0:5700
            ^^^^^^^ 💡 warning vnc-without-authentication
sudo -u me /usr/bin/qemu-vnc -l localhost:0 -w '*:5701'
                                                ^ 💡 warning vnc-without-authentication
`);
  });

  it('is silent for such a server that asks who one is, or is on localhost by default', () => {
    for (const line of [
      'qemu-vnc',
      'qemu-vnc -a unix:path=/run/me/bus -w 5700',
      'qemu-vnc --vnc-addr unix:/run/me/vnc.sock',
      'qemu-vnc --vnc-addr :0 --password',
      'qemu-vnc --vnc-addr :0,password=on',
      'qemu-vnc --vnc-addr :0 --sasl',
      'qemu-vnc -l :0 -t /pki --tls-authz a --object authz-simple,id=a,identity=CN=me',
      'qemu-vnc -l :0 "$@"',
      'qemu-vnc --version -n :0',
      'man qemu-vnc',
      'pkill qemu-vnc',
    ]) {
      amongNeighbours.checkSilent(line);
    }
    checkSilent('qemu-vnc -l :0', {});
  });

  it('keeps such a server to 127.0.0.1', () => {
    assert.equal(applyFix('qemu-vnc -l :0\n', FIX, NEIGHBOURS), 'qemu-vnc -l 127.0.0.1:0\n');
    assert.equal(
      applyFix('qemu-vnc --websocket=0.0.0.0:5700\n', FIX, NEIGHBOURS),
      'qemu-vnc --websocket=127.0.0.1:5700\n',
    );
  });
});
