/** What each piece of text is to QEMU: kinds and the characters that they cover. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { lowerReadConfig } from '../../server/src/invocation/from-readconfig.ts';
import { lowerShell } from '../../server/src/invocation/from-shell.ts';
import type { Invocation } from '../../server/src/invocation/invocation.ts';
import { buildMachine } from '../../server/src/qemu/machine/build-machine.ts';
import { machineTokens, optionTokens, type Token } from '../../server/src/qemu/token/token.ts';
import { readConfig } from '../../server/src/syntax/readconfig/reader.ts';
import { readShell } from '../../server/src/syntax/shell/reader.ts';
import { spanOf } from '../../server/src/text/mapped-text.ts';

/** Tokens as `kind text`, the text cut out of the source; what an id names stands behind it. */
function tokens(source: string, invocations: readonly Invocation[]): readonly string[] {
  return invocations.flatMap((invocation) => {
    if (invocation.kind === 'clients' || invocation.kind === 'unfollowed') return [];
    return [...machineTokens(buildMachine(invocation))].map((token) => describe(source, token));
  });
}

function describe(source: string, token: Token): string {
  const { start, end } = spanOf(token.text);
  const text = source.slice(start, end);
  if (token.kind === 'id') return `${token.role} ${text} of ${token.target}`;
  return token.kind === 'address' ? `${token.part} ${text}` : `${token.kind} ${text}`;
}

const SHELL: Readonly<Record<string, readonly [line: string, expected: readonly string[]]>> = {
  'a device string has its scheme, its address and its properties': [
    'qemu-system-x86_64 -monitor mon:tcp:0.0.0.0:4444,server=on,nowait',
    [
      ...['option -monitor', 'prefix mon', 'type tcp', 'host 0.0.0.0', 'port 4444'],
      ...['property server', 'value on', 'property nowait'],
    ],
  ],
  'the path of a device string is an address': [
    'qemu-system-x86_64 -qmp unix:/run/q.sock,server',
    ['option -qmp', 'type unix', 'path /run/q.sock', 'property server'],
  ],
  'a device string without an address is a type': [
    'qemu-system-x86_64 -monitor stdio -nographic',
    ['option -monitor', 'type stdio', 'option -nographic'],
  ],
  'a chardev gives an id and a monitor refers to it': [
    'qemu-system-x86_64 -chardev socket,id=m,path="$D/m.sock",server=on -mon m,mode=control',
    [
      ...['option -chardev', 'type socket', 'property id', 'definition m of chardev'],
      ...['property path', 'path $D/m.sock', 'property server', 'value on'],
      ...['option -mon', 'reference m of chardev', 'property mode', 'value control'],
    ],
  ],
  'a device string may refer to a chardev': [
    'qemu-system-x86_64 -serial chardev:m',
    ['option -serial', 'type chardev', 'reference m of chardev'],
  ],
  'credentials and authorization are objects': [
    'qemu-system-x86_64 -object tls-creds-x509,id=t,dir=/e -chardev socket,id=m,tls-creds=t,tls-authz=a',
    [
      ...['option -object', 'type tls-creds-x509', 'property id', 'definition t of object'],
      ...['property dir', 'value /e', 'option -chardev', 'type socket', 'property id'],
      ...['definition m of chardev', 'property tls-creds', 'reference t of object'],
      ...['property tls-authz', 'reference a of object'],
    ],
  ],
  'a change by -set names its target and its property': [
    'qemu-system-x86_64 -set chardev.m.host=127.0.0.1',
    ['option -set', 'type chardev', 'reference m of chardev', 'property host', 'host 127.0.0.1'],
  ],
  'a default of devices names a driver, a property and perhaps an id': [
    'kvm -global virtserialport.chardev=m -global value=m,property=chardev,driver=a -global driver=a',
    [
      ...['option -global', 'type virtserialport', 'property chardev', 'reference m of chardev'],
      ...['option -global', 'property value', 'reference m of chardev'],
      ...['property property', 'value chardev', 'property driver', 'type a'],
      ...['option -global', 'argument driver=a'],
    ],
  ],
  'the chardev behind a forward of the guest, and those of a filter, are ids': [
    'kvm -netdev user,id=n,guestfwd=tcp:10.0.2.9:23-chardev:m -object filter-mirror,id=f,outdev=m',
    [
      ...['option -netdev', 'type user', 'property id', 'definition n of netdev'],
      ...['property guestfwd', 'value tcp:10.0.2.9:23-chardev:', 'reference m of chardev'],
      ...['option -object', 'type filter-mirror', 'property id', 'definition f of object'],
      ...['property outdev', 'reference m of chardev'],
    ],
  ],
  'the addresses of the storage daemon have dotted keys': [
    'qemu-storage-daemon --nbd-server addr.type=inet,addr.host=h,addr.port=1',
    [
      ...['option --nbd-server', 'property addr.type', 'value inet', 'property addr.host'],
      ...['host h', 'property addr.port', 'port 1'],
    ],
  ],
  'a device refers to a chardev and has no address': [
    'qemu-system-x86_64 -device isa-serial,chardev=m,addr=3',
    [
      ...['option -device', 'type isa-serial', 'property chardev', 'reference m of chardev'],
      ...['property addr', 'value 3'],
    ],
  ],
  'objects in JSON have the same pieces': [
    `qemu-system-x86_64 -object '{"qom-type":"secret","id":"s","data":"x"}'`,
    [
      ...['option -object', 'property qom-type', 'type secret', 'property id'],
      ...['definition s of object', 'property data', 'value x'],
    ],
  ],
  'a brace begins no JSON where QEMU reads a list': [
    `qemu-system-x86_64 -mon '{"chardev":"m"}'`,
    ['option -mon', 'reference {"chardev":"m"} of chardev'],
  ],
  'an option of which we know nothing has an argument': [
    'qemu-system-x86_64 -m 1G -readconfig vm.cfg',
    ['option -m', 'argument 1G', 'option -readconfig', 'file vm.cfg'],
  ],
  'the storage daemon has monitors in lists, and values behind an equals sign': [
    'qemu-storage-daemon --chardev stdio,id=m --monitor=m',
    [
      ...['option --chardev', 'type stdio', 'property id', 'definition m of chardev'],
      ...['option --monitor', 'reference m of chardev'],
    ],
  ],
  'text from a variable is where it is written': [
    'M=tcp::4444,server\nqemu-system-x86_64 -monitor $M',
    ['option -monitor', 'type tcp', 'host ', 'port 4444', 'property server'],
  ],
};

for (const [title, [source, expected]] of Object.entries(SHELL)) {
  it(title, () => {
    assert.deepEqual(tokens(source, lowerShell(readShell(source))), expected);
  });
}

it('a section of a config file has a group, an id and the same pieces', () => {
  const source = '[chardev "m"]\n  backend = "socket"\n  host = "::"\n  port = 4444\n';
  assert.deepEqual(tokens(source, [lowerReadConfig(readConfig(source))]), [
    ...['section chardev', 'definition m of chardev', 'property backend', 'type socket'],
    ...['property host', 'host ::', 'property port'],
  ]);
});

it('a line that gives the id of a section is where the id is given, once', () => {
  const source = '[chardev "a"]\n  id = "b"\n';
  assert.deepEqual(tokens(source, [lowerReadConfig(readConfig(source))]), [
    ...['section chardev', 'property id', 'definition b of chardev'],
  ]);
});

it('of a long list only the tokens of properties that are asked for are made', () => {
  for (const line of ['-monitor tcp::1,server,a=b', '-chardev socket,id=m,a=b']) {
    const source = `kvm ${line}`;
    const [invocation] = lowerShell(readShell(source));
    assert.ok(invocation?.kind === 'argv');
    const machine = buildMachine(invocation);
    const [option] = machine.options;
    assert.ok(option);
    const found = [...optionTokens(machine, option, ({ key }) => key === 'a')];
    assert.deepEqual(
      found
        .filter(({ kind }) => kind === 'property' || kind === 'value')
        .map(({ text }) => text.decoded),
      ['a', 'b'],
    );
  }
});
