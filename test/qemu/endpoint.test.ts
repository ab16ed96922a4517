import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lowerShell } from '../../server/src/invocation/from-shell.ts';
import { endpointsOf } from '../../server/src/qemu/display/endpoint.ts';
import { buildMachine } from '../../server/src/qemu/machine/build-machine.ts';
import { readShell } from '../../server/src/syntax/shell/reader.ts';

/** Each endpoint as `kind who`, with address, port and protection. */
function endpoints(command: string, version?: number): readonly string[] {
  const [invocation] = lowerShell(readShell(command));
  assert.ok(invocation, command);
  return endpointsOf(buildMachine(invocation, version)).map((endpoint) => {
    const { kind, who, address, port, local, protection, certain } = endpoint;
    const words: string[] = [kind, who];
    if (who === 'network') words.push(address);
    if (who === 'peer' || who === 'datagrams') words.push(local ? 'local' : 'remote');
    if (port !== undefined) words.push(port);
    if (protection.kind !== 'none') words.push(protection.kind);
    if (!certain) words.push('possible');
    return words.join(' ');
  });
}

const X509 = '-object tls-creds-x509,id=t,dir=/d,endpoint=server';
const NBD = 'qemu-storage-daemon --nbd-server';

describe('endpoints', () => {
  const table: Readonly<Record<string, readonly string[]>> = {
    'kvm -m 1G': [],
    'kvm -s': ['gdb network any 1234'],
    'kvm -gdb tcp::2': ['gdb network any 2'],
    // QEMU makes every tcp: a server, whatever the string says.
    'kvm -gdb tcp:127.0.0.1:2,server=off,wait=on': ['gdb host 2'],
    'kvm -gdb tcp:10.0.0.1:$PORT': ['gdb network one'],
    'kvm -gdb tcp:$ADDRESS': ['gdb network unknown'],
    'kvm -gdb telnet:10.0.0.1:2': ['gdb peer remote 2'],
    'kvm -gdb telnet:localhost:2,server=on': ['gdb host 2'],
    'kvm -gdb udp:10.0.0.1:2': ['gdb datagrams remote 2'],
    'kvm -gdb chardev:g -chardev socket,id=g,host=0.0.0.0,port=2,server=on': ['gdb network any 2'],
    'kvm -gdb none -s': ['gdb network any 1234'],
    'kvm -s -gdb none': [],
    'kvm -gdb stdio': [],
    'kvm -gdb pty': [],
    'kvm -gdb unix:/tmp/g,server=on': [],
    'kvm -gdb chardev:nothing': [],
    'kvm -gdb $DEVICE': [],
    'kvm -gdb nonsense': [],
    // These are monitors, which have findings of their own.
    'kvm -gdb mon:tcp::2': [],
    'kvm -gdb tcp::2,mux=on': [],
    'kvm -chardev socket,id=g,host=0,port=2,server=on,mux=on -gdb chardev:g -mon g': [],
    'kvm -qtest tcp::2,server=on,wait=off': ['qtest network any 2'],
    'kvm -qtest tcp:127.0.0.1:2': ['qtest peer local 2'],
    'kvm -qtest tcp::2,server=on -qtest unix:/q,server=on': [],
    'kvm -qtest mon:tcp::2,server=on': [],
    'kvm -qtest stdio': [],
    'kvm -object qtest,id=q,chardev=c -chardev socket,id=c,host=0,port=2,server=on': [
      'qtest network any 2',
    ],
    [`kvm -object '{"qom-type":"qtest","id":"q","chardev":"c"}' -chardev socket,id=c,host=0,port=2,server=on`]:
      ['qtest network any 2'],
    'kvm -incoming tcp::2': ['migration network any 2'],
    'kvm -incoming tcp:0:2,to=9': ['migration network any 2'],
    'kvm -incoming tcp:[::1]:2': ['migration host 2'],
    'kvm -incoming rdma:10.0.0.1:2': ['migration network one 2'],
    'kvm -incoming tcp:$HOST:2': ['migration network unknown 2'],
    'kvm -incoming tcp:$ADDRESS': ['migration network unknown'],
    'kvm -incoming tcp:2': [],
    'kvm -incoming tcp:h:': [],
    'kvm -incoming defer': [],
    'kvm -incoming unix:/tmp/m': [],
    'kvm -incoming "exec:nc -l 2"': [],
    'kvm -incoming fd:3': [],
    'kvm -incoming file:/m': [],
    'kvm -incoming $URI': [],
    // A later one replaces an earlier one.
    'kvm -incoming tcp::2 -incoming defer': [],
    'kvm -incoming tcp::2 -incoming tcp:127.0.0.1:3': ['migration host 3'],
    'kvm -incoming tcp::2 -incoming cpr,addr.transport=socket,addr.type=unix,addr.path=/c': [
      'migration network any 2',
    ],
    'kvm -incoming main,addr.transport=socket,addr.type=inet,addr.host=0,addr.port=2': [
      'migration network any 2',
    ],
    [`kvm -incoming '{"channel-type":"main","addr":{"transport":"socket","type":"inet","host":"::1","port":"2"}}'`]:
      ['migration host 2'],
    'kvm -incoming tcp::2 -global migration.tls-creds=t': [],
    [`kvm -incoming tcp::2 -global migration.tls-creds=t ${X509}`]: [
      'migration network any 2 authenticated',
    ],
    [`${NBD} addr.type=inet,addr.host=0.0.0.0,addr.port=2`]: ['nbd network any 2'],
    [`${NBD}=addr.type=inet,addr.host=,addr.port=2`]: ['nbd network any 2'],
    [`${NBD} addr.type=inet,addr.host=::1,addr.port=2`]: ['nbd host 2'],
    [`${NBD} '{"addr":{"type":"inet","host":"::","port":"2"}}'`]: ['nbd network any 2'],
    [`${NBD} addr.type=unix,addr.path=/n`]: [],
    [`${NBD} addr.type=inet,addr.port=2`]: [],
    [`${NBD} addr.host=0,addr.port=2`]: [],
    [`qemu-storage-daemon -${X509} --nbd-server addr.type=inet,addr.host=0,addr.port=2,tls-creds=t`]:
      ['nbd network any 2 authenticated'],
    [`qemu-storage-daemon -${X509},verify-peer=off --nbd-server addr.type=inet,addr.host=0,addr.port=2,tls-creds=t`]:
      ['nbd network any 2 unauthenticated'],
    [`${NBD} addr.type=inet,addr.host=0,addr.port=2,tls-creds=$T`]: [
      'nbd network any 2 unknown possible',
    ],
  };
  for (const [command, expected] of Object.entries(table)) {
    it(`of: ${command}`, () => assert.deepEqual(endpoints(command), expected));
  }

  it('know channels since QEMU 10.0', () => {
    const command =
      'kvm -incoming main,addr.transport=socket,addr.type=inet,addr.host=0,addr.port=2';
    assert.deepEqual(endpoints(command, 902), []);
    assert.deepEqual(endpoints(command, 1000), ['migration network any 2']);
  });
});
