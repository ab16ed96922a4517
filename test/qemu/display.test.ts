import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lowerReadConfig } from '../../server/src/invocation/from-readconfig.ts';
import { lowerShell } from '../../server/src/invocation/from-shell.ts';
import { displayedMonitors, displaysOf } from '../../server/src/qemu/display/display.ts';
import { buildMachine } from '../../server/src/qemu/machine/build-machine.ts';
import type { Machine } from '../../server/src/qemu/machine/machine.ts';
import { readConfig } from '../../server/src/syntax/readconfig/reader.ts';
import { readShell } from '../../server/src/syntax/shell/reader.ts';

function machineOf(command: string, version?: number): Machine {
  const [invocation] = lowerShell(readShell(command));
  assert.ok(invocation, command);
  return buildMachine(invocation, version);
}

/** Each display as `protocol authentication`, with who can connect where. */
function displays(machine: Machine): readonly string[] {
  return displaysOf(machine).map(({ protocol, authentication, listeners, connectsOut }) => {
    const where = listeners.map(({ who, address, port }) => {
      return [who, ...(who === 'network' ? [address] : []), ...(port ? [port] : [])].join(' ');
    });
    return `${protocol} ${authentication}${connectsOut ? ' out' : ''}: ${where.join(', ')}`;
  });
}

const CREDENTIALS = {
  x509: '-object tls-creds-x509,id=t,dir=/d,endpoint=server',
  anon: '-object tls-creds-anon,id=t,endpoint=server',
  psk: '-object tls-creds-psk,id=t,dir=/d,endpoint=server',
};

describe('displays', () => {
  const table: Readonly<Record<string, readonly string[]>> = {
    'kvm -m 1G': [],
    'kvm -vnc :7': ['vnc none: network any 5907'],
    'kvm -vnc localhost:7': ['vnc none: host 5907'],
    'kvm -vnc 10.0.0.1:7,to=99': ['vnc none: network one 5907'],
    // The last colon divides, with brackets or without.
    'kvm -vnc [::1]:7': ['vnc none: host 5907'],
    'kvm -vnc ::1:7': ['vnc none: host 5907'],
    'kvm -vnc [::]:7': ['vnc none: network any 5907'],
    'kvm -display vnc=:1 -vnc :2': ['vnc none: network any 5901', 'vnc none: network any 5902'],
    'kvm -vnc vnc=:7,vnc=127.0.0.1:8': ['vnc none: network any 5907, host 5908'],
    'kvm -vnc unix:/run/vm/v.sock': ['vnc none: user'],
    'kvm -vnc unix:/tmp/v.sock': ['vnc none: directory'],
    'kvm -vnc unix:': ['vnc none: directory'],
    'kvm -vnc none -vnc none,websocket=1 -vnc websocket=1': [],
    'kvm -vnc 10.0.0.1:5500,reverse=on': ['vnc none out: network one 5500'],
    // What QEMU refuses.
    'kvm -vnc 7 -vnc 127.0.0.1 -vnc :x -vnc : -vnc :7,bogus=1 -vnc :7,password=1 -vnc :60000': [],
    'kvm -display vnc': [],
    // What this file does not fix.
    'kvm -vnc $DISPLAY_ARG': ['vnc none: '],
    'kvm -vnc $HOST:0 -vnc :$N': ['vnc none: network unknown 5900', 'vnc none: network any'],
    'kvm -vnc :0,$MORE': ['vnc unknown: network any 5900'],
    // Websockets listen where the only TCP address does, and everywhere beside a UNIX socket.
    'kvm -vnc 127.0.0.1:7,websocket=on': ['vnc none: host 5907'],
    'kvm -vnc 127.0.0.1:7,websocket=5801': ['vnc none: host 5907'],
    'kvm -vnc 127.0.0.1:7,websocket=0.0.0.0:5801': ['vnc none: host 5907, network any 5801'],
    'kvm -vnc unix:/run/v,websocket=5801': ['vnc none: user, network any 5801'],
    'kvm -vnc unix:/run/v,websocket': ['vnc none: user, network any 5700'],
    'kvm -vnc unix:/run/v,websocket=unix:/tmp/w': ['vnc none: user, directory'],
    'kvm -vnc vnc=127.0.0.1:1,vnc=127.0.0.1:2,websocket=5801': [
      'vnc none: host 5901, host 5902, network any 5801',
    ],
    // -set needs an id.
    'kvm -vnc :7,id=v -set vnc.v.password=on': ['vnc password: network any 5907'],
    'kvm -vnc :7 -set vnc.default.password=on': ['vnc none: network any 5907'],
  };
  for (const [command, expected] of Object.entries(table)) {
    it(`of: ${command}`, () => assert.deepEqual(displays(machineOf(command)), expected));
  }

  it('ask what their flags and secrets say, and a password beats SASL', () => {
    const authentication = (properties: string, more = '') =>
      displaysOf(machineOf(`kvm -vnc :0${properties} ${more}`)).map((it) => it.authentication);
    assert.deepEqual(authentication(',password'), ['password']);
    assert.deepEqual(authentication(',password=on,nopassword'), ['none']);
    assert.deepEqual(authentication(',password-secret=s'), ['password']);
    assert.deepEqual(authentication(',sasl=on'), ['sasl']);
    assert.deepEqual(authentication(',sasl=on,password=on'), ['password']);
    assert.deepEqual(authentication(',password=$P'), ['unknown']);
    const { x509, anon, psk } = CREDENTIALS;
    assert.deepEqual(authentication(',tls-creds=t', x509), ['tls']);
    assert.deepEqual(authentication(',tls-creds=t', `${x509},verify-peer=off`), ['none']);
    assert.deepEqual(authentication(',tls-creds=t', anon), ['none']);
    assert.deepEqual(authentication(',tls-creds=t,password=on', anon), ['password']);
    assert.deepEqual(authentication(',tls-creds=t', psk), []);
    assert.deepEqual(authentication(',tls-creds=t'), []);
    assert.deepEqual(authentication(',tls-creds=t', '"$@"'), ['unknown']);
  });

  const spice: Readonly<Record<string, readonly string[]>> = {
    'kvm -spice port=1,disable-ticketing=on': ['spice none: network any 1'],
    'kvm -spice port=1,disable-ticketing': ['spice none: network any 1'],
    'kvm -spice tls-port=1,disable-ticketing': ['spice none: network any 1'],
    'kvm -spice port=1,addr=,disable-ticketing': ['spice none: network any 1'],
    'kvm -spice port=1,addr=127.0.0.1,disable-ticketing': ['spice none: host 1'],
    'kvm -spice addr=::1 -spice port=1,disable-ticketing': ['spice none: host 1'],
    'kvm -spice port=1': ['spice password: network any 1'],
    'kvm -spice port=1,sasl=on': ['spice sasl: network any 1'],
    'kvm -spice port=1,sasl=on,disable-ticketing=on': ['spice sasl: network any 1'],
    'kvm -spice port=1,$MORE': ['spice unknown: network any 1'],
    'kvm -spice unix=on,addr=/run/s,disable-ticketing': ['spice none: user'],
    'kvm -spice unix=on,addr=/tmp/s,disable-ticketing': ['spice none: directory'],
    // Nothing listens, or QEMU refuses it.
    'kvm -spice disable-ticketing -spice port=0': [],
    'kvm -spice 5930 -spice port=1': [],
    'kvm -spice port=1,id=s': [],
    'kvm -spice port=x': [],
    'kvm -spice port=1,password=p': ['spice password: network any 1'],
  };
  for (const [command, expected] of Object.entries(spice)) {
    it(`of: ${command}`, () => assert.deepEqual(displays(machineOf(command)), expected));
  }

  it('are read from the sections of a config file', () => {
    const text = `[vnc "v"]
vnc = "0.0.0.0:3"
sasl = "on"
[spice]
port = "5930"
addr = "127.0.0.1"
disable-ticketing = "on"
`;
    assert.deepEqual(displays(buildMachine(lowerReadConfig(readConfig(text)))), [
      'vnc sasl: network any 5903',
      'spice none: host 5930',
    ]);
  });
});

describe('monitors on displays', () => {
  const shown = (command: string, version?: number) =>
    displayedMonitors(machineOf(command, version)).map(({ display, monitor, certain }) => {
      return `${display.protocol} ${monitor.made}${certain ? '' : ' possible'}`;
    });

  it('are those on virtual consoles over VNC, and on SPICE ports over SPICE', () => {
    assert.deepEqual(shown('kvm -vnc :0'), ['vnc default']);
    assert.deepEqual(shown('kvm -vnc :0 -display none'), ['vnc default']);
    assert.deepEqual(shown('kvm -vnc :0 -monitor vc'), ['vnc asked']);
    assert.deepEqual(shown('kvm -vnc :0 -serial mon:vc'), ['vnc asked']);
    assert.deepEqual(shown('kvm -vnc :0 -nodefaults -chardev vc,id=m -mon m'), ['vnc asked']);
    assert.deepEqual(shown('kvm -spice port=1 -chardev spiceport,id=m,name=n -mon m'), [
      'spice asked',
    ]);
  });

  it('are no others', () => {
    for (const command of [
      'kvm -vnc :0 -monitor none',
      'kvm -vnc :0 -nodefaults',
      'kvm -vnc :0 -nographic',
      'kvm -vnc :0 -monitor stdio',
      'kvm -vnc :0 -qmp null',
      'kvm -vnc :0 -chardev spiceport,id=m,name=n -mon m',
      'kvm -spice port=1,disable-ticketing=on',
      'kvm -spice port=1 -monitor vc',
      // These take the consoles for themselves.
      'kvm -vnc :0 -display dbus',
      'kvm -vnc :0 -display spice-app',
    ]) {
      assert.deepEqual(shown(command), [], command);
    }
  });

  it('are possible where options that are conditional or out of sight may replace them', () => {
    const script = (lines: string) => `a=(-vnc :0)\n${lines}\nkvm "\${a[@]}"`;
    for (const command of [
      'kvm -vnc :0 "$@"',
      script('test "$q" && a+=(-monitor none)'),
      script('test "$q" && a+=(-nographic)'),
      'a=()\ntest "$v" && a+=(-vnc :0)\ntest "$q" && a+=(-qmp null)\nkvm "${a[@]}"',
    ]) {
      assert.deepEqual(shown(command), ['vnc default possible'], command);
    }
    for (const command of [
      'kvm -vnc :0 -monitor none "$@"',
      'a=()\nif test "$v"; then a+=(-vnc :0 -monitor none); fi\nkvm "${a[@]}"',
    ]) {
      assert.deepEqual(shown(command), [], command);
    }
  });

  it('come with the display that lets most in', () => {
    const listeners = (command: string) =>
      displayedMonitors(machineOf(command)).map(({ display }) => {
        return display.listeners.map(({ port, who }) => port ?? who).join();
      });
    assert.deepEqual(listeners('kvm -vnc 127.0.0.1:1 -vnc :2 -vnc :3,password=on'), ['5902']);
    assert.deepEqual(listeners('kvm -vnc unix:/run/v -vnc :3,password=on'), ['5903']);
    assert.deepEqual(listeners('kvm -vnc :1,$MORE -vnc :3,password=on'), ['5903']);
    assert.deepEqual(listeners('kvm -vnc 10.0.0.1:5500,reverse=on -vnc :4'), ['5904']);
  });

  it('may be in a GTK window instead', () => {
    assert.deepEqual(shown('kvm -vnc :0 -display gtk,gl=off'), ['vnc default possible']);
    assert.deepEqual(shown('kvm -vnc :0 -display $TYPE'), ['vnc default possible']);
  });

  it('were out of reach behind display= until some version between 7.2 and 10.0', () => {
    const command = 'kvm -vnc :0,display=v -device VGA,id=v';
    assert.deepEqual(shown(command, 702), []);
    assert.deepEqual(shown(command, 800), ['vnc default possible']);
    assert.deepEqual(shown(command, 1000), ['vnc default']);
  });
});
