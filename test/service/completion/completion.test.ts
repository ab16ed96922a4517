/** What is offered in the words of a command line: exactly which, in which order, and what becomes of the text. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { splitWords } from '../../../server/src/text/split-words.ts';
import {
  COMMON,
  type CompleteOptions,
  completeText,
  RECIPES,
  saidOf,
} from '../../support/complete.ts';

const OPTIONS = splitWords(`
  monitor qmp chardev mon object serial sandbox name readconfig nographic display vnc spice
  qmp-pretty parallel debugcon set nodefaults no-user-config daemonize pidfile incoming gdb
  qtest s S h
`);
const SOCKET = (mode: string) =>
  `unix:\${XDG_RUNTIME_DIR:-$HOME}/run-${mode}.sock,server=on,wait=off`;
const STREAMS = ['tcp:', 'telnet:', 'websocket:', 'tn3270:', 'udp:'];
const NETWORK_FLAGS = ['reconnect-ms', 'telnet', 'tn3270', 'websocket'];
const SERVER = ['server=on,wait=off', 'server', 'wait'];

/** Exactly what is offered at the cursor of each text. */
const OFFERS: Readonly<Record<string, readonly string[]>> = {
  'kvm -|': [...OPTIONS.map((name) => `-${name}`), ...RECIPES],
  'kvm --mon|': [...OPTIONS.map((name) => `--${name}`), ...RECIPES],
  'kvm -monitor |': [
    ...[SOCKET('monitor'), 'unix:', 'stdio', 'none', 'null', 'vc', 'pty', 'file:', 'pipe:'],
    ...STREAMS,
  ],
  'kvm -qmp |': [
    ...[SOCKET('qmp'), 'unix:', 'stdio', 'null', 'vc', 'pty', 'file:', 'pipe:'],
    ...STREAMS,
  ],
  'kvm -monitor uni|x:/a': ['unix:', 'file:', 'pipe:', ...STREAMS],
  'kvm -qmp unix:|': [SOCKET('qmp').slice('unix:'.length)],
  'kvm -qmp unix:/a|': [SOCKET('qmp').slice('unix:'.length)],
  'kvm -qmp unix:/a,|': [...SERVER, 'abstract', 'tight', ...NETWORK_FLAGS, ...COMMON, 'nowait'],
  'kvm -qmp unix:/a,server=on,|': [
    ...['wait', 'abstract', 'tight', ...NETWORK_FLAGS, ...COMMON, 'nowait'],
  ],
  'kvm -qmp tcp::4444,|': [
    ...[...SERVER, 'tls-creds', 'tls-authz', 'to', 'ipv4', 'ipv6', 'nodelay'],
    ...[...NETWORK_FLAGS, ...COMMON, 'nowait'],
  ],
  'kvm -qmp tcp::4444,server,wait=off,nodelay,|': [
    ...['tls-creds', 'tls-authz', 'to', 'ipv4', 'ipv6', ...NETWORK_FLAGS, ...COMMON],
  ],
  'kvm -qmp tcp::4444,server=|': ['on', 'off'],
  'kvm -qmp tcp::4444,wait=|': ['off', 'on'],
  'kvm -serial |': [
    ...['unix:', 'stdio', 'mon:', 'none', 'null', 'vc', 'pty', 'file:', 'pipe:', ...STREAMS],
    ...['msmouse', 'wctablet', 'braille'],
  ],
  'kvm -serial mon:|': [
    ...[SOCKET('monitor'), 'unix:', 'stdio', 'null', 'vc', 'pty', 'file:', 'pipe:', ...STREAMS],
    ...['msmouse', 'wctablet', 'braille'],
  ],
  'kvm -chardev null,id=a -qmp chardev:|': ['a'],
  'kvm -chardev null,id=a -chardev pty,id=b -mon |': ['a', 'b', 'chardev', 'mode', 'pretty'],
  'kvm -chardev null,id=a -mon chardev=|': ['a'],
  'kvm -chardev null,id=a -mon a,|': ['mode', 'pretty'],
  'kvm -chardev null,id=a -mon a,mode=|': ['control', 'readline'],
  'kvm -chardev |': splitWords(`
    socket stdio null vc pty mux hub file pipe ringbuf spicevmc spiceport qemu-vdagent dbus
    serial parallel msmouse braille console memory testdev udp wctablet
  `),
  'kvm -chardev socket,id=m,path=/a,|': [
    ...[...SERVER, 'abstract', 'tight', ...NETWORK_FLAGS, ...COMMON, 'nowait'],
  ],
  'kvm -chardev socket,id=m,port=1,|': [
    ...[...SERVER, 'host', 'tls-creds', 'tls-authz', 'to', 'ipv4', 'ipv6', 'nodelay'],
    ...[...NETWORK_FLAGS, ...COMMON, 'nowait'],
  ],
  'kvm -chardev socket,id=m,path=|': [SOCKET('monitor').slice('unix:'.length, -19)],
  'kvm -chardev socket,id=m,path=| -mon m,mode=control': [SOCKET('qmp').slice('unix:'.length, -19)],
  'qemu-storage-daemon --chardev socket,id=m,path=|': [SOCKET('qmp').slice('unix:'.length, -19)],
  'kvm -chardev mux,id=x,chardev=| -chardev null,id=y': ['y'],
  'kvm -chardev file,id=f,|': ['path', 'append', 'input-path', ...COMMON],
  'kvm -object |': [
    ...['tls-creds-x509', 'authz-simple', 'tls-creds-psk', 'tls-creds-anon', 'authz-list'],
    ...['authz-pam', 'monitor-hmp', 'monitor-qmp', 'secret'],
  ],
  'kvm -object tls-creds-x509,id=t,|': splitWords(
    'dir endpoint verify-peer priority passwordid sanity-check',
  ),
  'kvm -object tls-creds-x509,id=t,endpoint=|': ['server', 'client'],
  'kvm -object tls-creds-x509,id=t -object authz-simple,id=a -qmp tcp::1,tls-creds=|': ['t'],
  'kvm -object tls-creds-x509,id=t -object authz-simple,id=a -qmp tcp::1,tls-authz=|': ['a'],
  'kvm -chardev null,id=a -device virtserialport,chardev=|': ['a'],
  'kvm -chardev null,id=a -netdev vhost-user,id=n,chardev=|': ['a'],
  'kvm -chardev null,id=a -tpmdev emulator,id=t,chardev=|': ['a'],
  'kvm -sandbox |': ['on', 'off'],
  'kvm -sandbox on,|': ['spawn', 'elevateprivileges', 'resourcecontrol', 'obsolete'],
  'kvm -sandbox on,elevateprivileges=|': ['deny', 'allow', 'children'],
  'kvm -name |': [],
  'kvm -name vm,|': ['process', 'debug-threads'],
  'kvm -vnc |': ['none', 'unix:', 'localhost:0', ':0'],
  'kvm -incoming |': ['defer', 'unix:', 'fd:', 'file:', 'exec:', 'tcp:', 'rdma:'],
  'kvm -display |': splitWords('none gtk sdl curses egl-headless spice-app dbus vnc='),
  'kvm -chardev socket,id=m,path=/a -set |': ['chardev.m.'],
  'kvm -chardev file,id=m,path=/a -set chardev.m.|': [
    ...['path', 'append', 'input-path', ...COMMON],
  ],
  'kvm -chardev file,id=m,path=/a -set chardev.m.append=|': ['on', 'off'],
  'qemu-storage-daemon --|': [
    ...['--monitor', '--chardev', '--object', '--nbd-server', '--blockdev', '--export'],
    ...['--daemonize', '--pidfile', ...RECIPES.slice(1)],
  ],
  'qemu-storage-daemon --chardev=|': splitWords(
    'socket stdio null pty mux hub file pipe ringbuf serial parallel memory udp',
  ),
  'qemu-storage-daemon --chardev null,id=a --monitor a,mode=|': ['control'],
  'qemu-storage-daemon --nbd-server addr.type=|': ['unix', 'inet'],
};

/** What an item makes of a text. */
const ACCEPTED: readonly (readonly [text: string, label: string, accepted: string])[] = [
  ['kvm -mo|', '-monitor', 'kvm -monitor'],
  ['kvm -mo|nitro', '-monitor', 'kvm -monitor'],
  ['kvm -monitor uni|x:/a', 'tcp:', 'kvm -monitor tcp:/a'],
  ['kvm -monitor |', SOCKET('monitor'), `kvm -monitor "${SOCKET('monitor')}"`],
  ['kvm -monitor "|"', SOCKET('monitor'), `kvm -monitor "${SOCKET('monitor')}"`],
  ["kvm -monitor '|'", SOCKET('monitor'), `kvm -monitor ''"${SOCKET('monitor')}"''`],
  ['kvm -chardev socket,id=m,pa|', 'path', 'kvm -chardev socket,id=m,path='],
  ['kvm -chardev socket,id=m,se|,mux=on', 'wait', 'kvm -chardev socket,id=m,wait=off,mux=on'],
  ['kvm -chardev socket,id=m,s|=on', 'server', 'kvm -chardev socket,id=m,server=on'],
  [
    'kvm -chardev null,id=mon0 -chardev null,|',
    'id',
    'kvm -chardev null,id=mon0 -chardev null,id=mon1',
  ],
  ['kvm -chardev null,|=x', 'id', 'kvm -chardev null,id=x'],
  ['kvm -chardev null,id=a,,b -mon |', 'a,b', 'kvm -chardev null,id=a,,b -mon a,,b'],
  ['kvm -chardev null,id="a b" -mon |', 'a b', `kvm -chardev null,id="a b" -mon 'a b'`],
];

describe('completion in the words of a command', () => {
  for (const [text, labels] of Object.entries(OFFERS)) {
    it(`offers what QEMU understands there: ${text}`, () => {
      assert.deepEqual(completeText(text).labels, labels);
    });
  }

  for (const [text, label, accepted] of ACCEPTED) {
    it(`writes ${label} for its place: ${text}`, () => {
      assert.equal(completeText(text).accept(label), accepted);
    });
  }

  it('goes on with the socket names of the document, and with the name of the machine', () => {
    const { labels } = completeText('kvm -name web -qmp |\n# web-qmp.sock is taken\n');
    assert.equal(labels[0], `unix:\${XDG_RUNTIME_DIR:-$HOME}/web-qmp-2.sock,server=on,wait=off`);
  });

  it('puts sockets where the settings say, in the dialect of the document', () => {
    const settings = { socketDirectory: '/run/vm' };
    const { labels } = completeText('kvm -monitor |\n# server,nowait as ever\n', { settings });
    assert.equal(labels[0], 'unix:/run/vm/run-monitor.sock,server,nowait');
  });

  it('offers no socket whose path would be too long for one', () => {
    const settings = { socketDirectory: `/run/${'d'.repeat(100)}` };
    assert.equal(completeText('kvm -monitor |', { settings }).labels[0], 'unix:');
  });

  it('offers each option once that a line has once, but the one at hand', () => {
    const { labels } = completeText('kvm -nographic -name x -sand| -sandbox on');
    assert.deepEqual(
      ['-nographic', '-name', '-sandbox', '-monitor'].map((label) => labels.includes(label)),
      [false, false, false, true],
    );
  });
});

/** What versions of QEMU have and have not. */
const VERSIONS: readonly (readonly [
  version: number,
  text: string,
  has: readonly string[],
  hasNot: readonly string[],
])[] = [
  [202, 'kvm -chardev socket,id=m,port=1,|', ['reconnect'], ['reconnect-ms', 'tls-creds']],
  [902, 'kvm -chardev socket,id=m,port=1,|', ['reconnect', 'reconnect-ms'], []],
  [1101, 'kvm -chardev socket,id=m,port=1,|', ['reconnect-ms'], ['reconnect']],
  [702, 'kvm -chardev |', ['socket', 'dbus'], ['hub']],
  [300, 'kvm -monitor |', ['telnet:', 'tn3270:'], ['websocket:']],
  [300, 'kvm -object |', ['tls-creds-x509'], ['authz-simple', 'monitor-qmp']],
  [1000, 'kvm -object |', ['authz-simple'], ['monitor-qmp']],
  [300, 'kvm -|', RECIPES.slice(0, 2), RECIPES.slice(2)],
  [210, 'kvm -sandbox on,|', [], ['spawn']],
];

describe('the path of a private socket', () => {
  for (const [text, filter] of [
    ['kvm -qmp |', 'unix:${XDG_RUNTIME_DIR:-$HOME}/'],
    ['kvm -qmp unix:|', '${XDG_RUNTIME_DIR:-$HOME}/'],
    ['kvm -chardev socket,id=m,path=|', '${XDG_RUNTIME_DIR:-$HOME}/'],
  ] as const) {
    it(`gives way to who types a name of their own: ${text}`, () => {
      const { items } = completeText(`${text}\n`);
      assert.equal(items[0]?.filter, filter);
    });
  }
});

describe('completion for a version of QEMU', () => {
  for (const [qemuVersion, text, has, hasNot] of VERSIONS) {
    it(`offers what ${qemuVersion} has: ${text}`, () => {
      const { labels } = completeText(text, { settings: { qemuVersion } });
      const absent = has.filter((label) => !labels.includes(label));
      assert.deepEqual(absent, []);
      const present = hasNot.filter((label) => labels.includes(label));
      assert.deepEqual(present, []);
    });
  }

  const DEPRECATED: readonly (readonly [text: string, label: string, options: CompleteOptions])[] =
    [
      ['kvm -|', '-mon', { settings: { qemuVersion: 1101 } }],
      ['kvm -chardev socket,id=m,path=/a,|', 'nowait', {}],
      ['kvm -chardev |', 'memory', {}],
      ['kvm -chardev socket,id=m,wait=off,|', 'reconnect', { settings: { qemuVersion: 902 } }],
    ];
  for (const [text, label, options] of DEPRECATED) {
    it(`marks ${label} as deprecated: ${text}`, () => {
      const { items } = completeText(text, options);
      const labels = items.filter(({ deprecated }) => deprecated).map((item) => item.label);
      assert.deepEqual(labels, [label]);
    });
  }

  it('notes what few versions have, unless one was chosen', () => {
    const noted = (text: string, qemuVersion?: number) =>
      completeText(text, { settings: { qemuVersion } }).items.flatMap(({ label, note }) =>
        note === undefined ? [] : [`${label}: ${note}`],
      );
    const types = ['monitor-hmp: Since QEMU 11.1', 'monitor-qmp: Since QEMU 11.1'];
    assert.deepEqual(noted('kvm -object |'), types);
    assert.deepEqual(noted('kvm -object |', 1101), []);
    assert.deepEqual(noted('kvm -chardev null,id=m,|'), ['logtimestamp: Since QEMU 11.0']);
    assert.deepEqual(noted('kvm -|'), []);
  });

  it('marks nothing that QEMU of that version does not warn of', () => {
    for (const [text, qemuVersion] of [
      ['kvm -|', 1000],
      ['kvm -|', undefined],
      ['kvm -chardev socket,id=m,path=/a,|', 502],
    ] as const) {
      const { items } = completeText(text, { settings: { qemuVersion } });
      const wrong = items.filter(({ deprecated }) => deprecated);
      assert.deepEqual(wrong, []);
    }
  });
});

describe('the documentation of what is offered', () => {
  it('says what a thing is, its values and its default', () => {
    const { item } = completeText('kvm -chardev null,id=a -mon a,|');
    assert.deepEqual(saidOf(item('mode')), [
      'Which language the monitor speaks',
      'Default: readline',
      '- readline: HMP: commands for people, with line editing',
      '- control: QMP: JSON for programs',
    ]);
  });

  it('says what an item lays open, if it lays anything open', () => {
    const exposed = (text: string) =>
      completeText(text)
        .items.filter((item) => saidOf(item).some((line) => line.startsWith('What this exposes: ')))
        .map(({ label }) => label);
    assert.deepEqual(exposed('kvm -monitor |'), STREAMS);
    assert.deepEqual(exposed('kvm -serial |'), STREAMS.slice(0, 4));
    assert.deepEqual(exposed('kvm -gdb |'), STREAMS.slice(0, 4));
    assert.deepEqual(exposed('kvm -chardev |'), ['udp']);
    assert.deepEqual(exposed('kvm -chardev socket,id=m,|'), ['host', 'port']);
    assert.deepEqual(exposed('kvm -vnc |'), ['localhost:0', ':0']);
    assert.deepEqual(exposed('kvm -incoming |'), ['tcp:', 'rdma:']);
    assert.deepEqual(exposed('kvm -chardev socket,id=m,path=/a,|'), []);
  });

  it('begins in the list, for every option, backend, property and whole monitor', () => {
    for (const text of ['kvm -|', 'kvm -chardev |', 'kvm -chardev socket,|', 'kvm -mon |']) {
      const silent = completeText(text).items.filter(({ detail }) => detail === undefined);
      assert.deepEqual(
        silent.map(({ label }) => label),
        [],
        text,
      );
    }
  });
});
