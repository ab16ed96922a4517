import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyFix, check, checkSilent, checksIn } from '../support/check.ts';

const NEIGHBOURS = { settings: { neighbours: true } };
const amongNeighbours = checksIn(NEIGHBOURS);
const FIX = 'listen-on-loopback';

describe('gdbstub-exposed', () => {
  it('marks the shorthand and the address, and is milder on this machine', () => {
    amongNeighbours.check(`
qemu-system-x86_64 -s -S
                   ^^ 💡 warning gdbstub-exposed: gdb stub on tcp *:1234: anyone on the network can run monitor commands
qemu-system-x86_64 -gdb tcp::$PORT
                        ^^^^^^^^^^ 💡 warning gdbstub-exposed: gdb stub on tcp *: anyone on the network can run monitor commands
qemu-system-x86_64 -gdb tcp:10.0.0.1:1
                            ^^^^^^^^ 💡 warning gdbstub-exposed: gdb stub on tcp 10.0.0.1:1: anyone on the network can run monitor commands
qemu-system-x86_64 -gdb tcp:localhost:1
                            ^^^^^^^^^ information gdbstub-exposed: gdb stub on tcp localhost:1: any local user can run monitor commands
qemu-system-x86_64 -gdb telnet:10.0.0.1:1
                               ^^^^^^^^ warning gdbstub-exposed: gdb stub connects to tcp 10.0.0.1:1: any host that answers can run monitor commands
qemu-system-x86_64 -gdb udp:10.0.0.1:1
                            ^^^^^^^^ warning gdbstub-exposed: gdb stub on udp 10.0.0.1:1: anyone who forges the sender can run monitor commands
`);
  });

  it('is off unless the neighbours are on or it has a severity', () => {
    checkSilent('kvm -s');
    check('kvm -s\n    ^^ 💡 hint gdbstub-exposed', {
      settings: { severities: new Map([['gdbstub-exposed', 'hint']]) },
    });
  });

  it('is silent for what only this user reaches, and for what is a monitor anyway', () => {
    for (const device of ['none', 'stdio', 'pty', 'unix:/run/gdb,server=on', '$GDB']) {
      amongNeighbours.checkSilent(`kvm -gdb ${device}`);
    }
    amongNeighbours.checkSilent('kvm -s -gdb none');
    amongNeighbours.check(`
kvm -gdb mon:tcp::1234,server
             ^^^^^^^^^ 💡 error monitor-on-network
`);
  });

  it('is silent behind TLS that verifies', () => {
    amongNeighbours.checkSilent(
      'kvm -object tls-creds-x509,id=t,dir=/d,endpoint=server -gdb tcp::1,tls-creds=t',
    );
  });

  it('writes the shorthand out, in scripts and in domains', () => {
    const fixes = {
      'kvm -s -S\n': 'kvm -gdb tcp:127.0.0.1:1234 -S\n',
      'O="-s -S"\nkvm $O\n': 'O="-gdb tcp:127.0.0.1:1234 -S"\nkvm $O\n',
      'kvm -gdb tcp::$PORT\n': 'kvm -gdb tcp:127.0.0.1:$PORT\n',
      'kvm -gdb tcp:0.0.0.0:1 -S\n': 'kvm -gdb tcp:127.0.0.1:1 -S\n',
      'kvm -chardev socket,id=g,host=,port=1,server=on -gdb chardev:g\n':
        'kvm -chardev socket,id=g,host=127.0.0.1,port=1,server=on -gdb chardev:g\n',
    };
    for (const [before, after] of Object.entries(fixes)) {
      assert.equal(applyFix(before, FIX, NEIGHBOURS), after);
    }
    const domain = (args: string) =>
      `<domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
  <qemu:commandline>
${args}
  </qemu:commandline>
</domain>
`;
    assert.equal(
      applyFix(domain(`    <qemu:arg value='-s'/>`), FIX, { ...NEIGHBOURS, languageId: 'xml' }),
      domain(`    <qemu:arg value='-gdb'/>\n    <qemu:arg value='tcp:127.0.0.1:1234'/>`),
    );
  });

  it('leaves an unknown address to the code that sets it', () => {
    amongNeighbours.checkNoFix(`
kvm -gdb tcp:$ADDRESS
             ^^^^^^^^ warning gdbstub-exposed
`);
  });
});
