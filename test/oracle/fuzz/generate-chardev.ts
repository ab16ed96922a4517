/** Makes chardevs: as properties, for options and sections, and as device strings. */
import { PASSED_DESCRIPTOR } from '../judge/verdict.ts';
import type { Draw } from './draw.ts';
import { type Item, writeList } from './spelling.ts';
import {
  connectHost,
  listenHost,
  listenPort,
  numberText,
  PEER_PATH,
  PEER_PORT,
  PIPE,
  referTo,
  sizeText,
  socketPath,
} from './values.ts';

/** The properties of a chardev, `backend` first, without an id. */
export function chardevItems(draw: Draw): readonly Item[] {
  const items = draw.choose<readonly Item[]>([
    [9, () => tcpServer(draw)],
    [6, () => unixServer(draw)],
    [2, () => client(draw)],
    [1, () => descriptor(draw)],
    [2, () => datagrams(draw)],
    [3, () => other(draw)],
    [1.2, () => mux(draw)],
    [1, () => hub(draw)],
    [0.2, () => [['backend', draw.pick(['null', 'pty', 'msmouse', 'wctablet', 'ringbuf'])]]],
    [draw.odd(0.05) ? 1 : 0, () => nonsense(draw)],
  ]);
  return [...items, ...common(draw)];
}

function tcpServer(draw: Draw): readonly Item[] {
  const port = listenPort(draw);
  const items: Item[] = [
    ['backend', 'socket'],
    ['host', listenHost(draw)],
    ['port', port],
    ...serverFlags(draw),
  ];
  if (draw.chance(0.1)) items.push(['to', range(draw, port)]);
  items.push(...families(draw), ...transport(draw), ...tls(draw), ...delay(draw));
  if (draw.odd(0.05))
    items.push(draw.pick([['path', 'p'] as const, ['fd', '9'], ['reconnect', '1']]));
  if (draw.odd(0.03)) items.push(['reconnect-ms', '5']);
  return drop(draw, items);
}

function unixServer(draw: Draw): readonly Item[] {
  const items: Item[] = [['backend', 'socket'], ['path', socketPath(draw)], ...serverFlags(draw)];
  if (draw.chance(0.15)) items.push(['abstract', draw.chance(0.8)]);
  if (draw.chance(0.1)) items.push(['tight', draw.chance(0.5)]);
  if (draw.chance(0.05)) items.push(...draw.pick([delay(draw), families(draw), transport(draw)]));
  // Next to a path these mean nothing, except the last two.
  if (draw.odd(0.1))
    items.push(draw.pick([['port', '1'] as const, ['to', '2'], ['fd', '9'], ['host', '']]));
  if (draw.odd(0.04)) items.push(...tls(draw));
  return drop(draw, items);
}

function serverFlags(draw: Draw): readonly Item[] {
  if (draw.odd(0.04)) return [];
  const wait: Item[] = draw.chance(0.93) ? [['wait', draw.chance(0.04)]] : [];
  return [['server', !draw.odd(0.02)], ...wait];
}

/** The last port to try: behind the first, now and then before it. */
function range(draw: Draw, port: string): string {
  if (draw.odd(0.15)) return numberText(draw);
  const number = Number(port) % 65536;
  return Number.isInteger(number) && number > 0 ? String(number + draw.pick([0, 1, 5])) : '4999';
}

function families(draw: Draw): readonly Item[] {
  if (!draw.chance(0.15)) return [];
  return draw.pick<readonly Item[]>([
    [['ipv4', true]],
    [['ipv6', true]],
    [['ipv4', false]],
    [['ipv6', false]],
    [
      ['ipv4', true],
      ['ipv6', true],
    ],
    [
      ['ipv4', true],
      ['ipv6', false],
    ],
    [
      ['ipv4', false],
      ['ipv6', true],
    ],
    draw.odd(0.3)
      ? [
          ['ipv4', false],
          ['ipv6', false],
        ]
      : [],
  ]);
}

/** Whether IPv6 can be had decides the machine, so that it is not asked for with an address of IPv4. */
function ipv4Only(draw: Draw): readonly Item[] {
  return draw.chance(0.1) ? [['ipv4', true]] : [];
}

function transport(draw: Draw): readonly Item[] {
  if (!draw.chance(0.25)) return [];
  const key = draw.pick(['telnet', 'telnet', 'tn3270', 'websocket']);
  const items: Item[] = [[key, draw.chance(0.85)]];
  return draw.chance(0.1) ? [...items, ['telnet', true]] : items;
}

function tls(draw: Draw): readonly Item[] {
  const wanted = draw.credentials.length > 0 ? 0.6 : 0.01;
  if (!draw.chance(wanted)) return draw.odd(0.02) ? [['tls-authz', 'nobody']] : [];
  const items: Item[] = [['tls-creds', referTo(draw, draw.credentials)]];
  return draw.chance(0.5) ? [...items, ['tls-authz', referTo(draw, draw.authorizations)]] : items;
}

function delay(draw: Draw): readonly Item[] {
  if (!draw.chance(0.1)) return [];
  const items: Item[] = [[draw.pick(['delay', 'nodelay']), draw.chance(0.5)]];
  return draw.odd(0.1)
    ? [
        ['delay', true],
        ['nodelay', true],
      ]
    : items;
}

function client(draw: Draw): readonly Item[] {
  const address: readonly Item[] = draw.chance(0.6)
    ? [['host', connectHost(draw)], ['port', String(PEER_PORT)], ...families(draw)]
    : [['path', PEER_PATH]];
  const items: Item[] = [['backend', 'socket'], ...address];
  if (draw.chance(0.3)) items.push([draw.pick(['reconnect', 'reconnect-ms']), numberText(draw)]);
  if (draw.chance(0.2)) items.push(...transport(draw));
  if (draw.chance(0.1)) items.push(['server', false]);
  if (draw.odd(0.1)) items.push(...draw.pick([[['wait', false] as const], tls(draw)]));
  return drop(draw, items);
}

function descriptor(draw: Draw): readonly Item[] {
  const odd = ['', 'x', '-1', '0x9', ' 9', '9 ', '+9', 'nine', '77', '1e1', '99999999999'] as const;
  const fd = draw.odd(0.5) ? draw.pick(odd) : String(PASSED_DESCRIPTOR);
  const items: Item[] = [['backend', 'socket'], ['fd', fd], ...serverFlags(draw)];
  if (draw.odd(0.2))
    items.push(draw.pick([['reconnect', '1'] as const, ['reconnect-ms', '9'], ['port', '1']]));
  if (draw.odd(0.1)) items.push(...tls(draw));
  return drop(draw, items);
}

function datagrams(draw: Draw): readonly Item[] {
  const items: Item[] = [
    ['backend', 'udp'],
    ['port', draw.odd(0.1) ? listenPort(draw) : '7002'],
  ];
  if (draw.chance(0.7)) items.push(['host', draw.odd(0.2) ? listenHost(draw) : connectHost(draw)]);
  if (draw.chance(0.5)) items.push(['localport', listenPort(draw)]);
  if (draw.chance(0.4)) {
    const usual = draw.pick(['127.0.0.1', '0.0.0.0', '', 'localhost', '127.0.0.2', '::1', '0']);
    items.push(['localaddr', draw.odd(0.2) ? listenHost(draw) : usual]);
  }
  return drop(draw, [...items, ...ipv4Only(draw)]);
}

/** What is no network: what the text goes to may be read back, or is swallowed. */
function other(draw: Draw): readonly Item[] {
  return draw.choose<readonly Item[]>([
    [
      3,
      () =>
        drop(draw, [
          ['backend', 'file'],
          ['path', `out${draw.int(100)}`],
          ...optional(draw, 'append'),
        ]),
    ],
    [
      2,
      () => [
        ['backend', 'ringbuf'],
        ...(draw.chance(0.4) ? [['size', sizeText(draw)] as const] : []),
      ],
    ],
    [2, () => [['backend', 'stdio'], ...optional(draw, 'signal')]],
    [2, () => [['backend', 'null']]],
    [
      1,
      () => [
        ['backend', 'pty'],
        ...(draw.chance(0.2) ? [['path', `tty${draw.int(99)}`] as const] : []),
      ],
    ],
    [
      1,
      () =>
        drop(draw, [
          ['backend', 'pipe'],
          ['path', PIPE],
        ]),
    ],
    [1, () => [['backend', 'vc'], ...screen(draw)]],
    [0.5, () => [['backend', draw.pick(['msmouse', 'wctablet', 'memory', 'qemu-vdagent'])]]],
    [0.2, () => [['backend', draw.pick(['serial', 'parallel', 'file', 'pipe'])]]],
  ]);
}

function optional(draw: Draw, key: string): readonly Item[] {
  return draw.chance(0.2) ? [[key, draw.chance(0.5)]] : [];
}

function screen(draw: Draw): readonly Item[] {
  const keys = ['width', 'height', 'cols', 'rows'] as const;
  return draw.chance(0.5) ? [[draw.pick(keys), numberText(draw)]] : [];
}

function mux(draw: Draw): readonly Item[] {
  return drop(draw, [
    ['backend', 'mux'],
    ['chardev', referTo(draw, draw.chardevs)],
  ]);
}

function hub(draw: Draw): readonly Item[] {
  const items: Item[] = [['backend', 'hub']];
  const count = 1 + draw.int(draw.odd(0.1) ? 5 : 3);
  const ids = draw.chardevs.filter(() => draw.chance(0.7));
  for (let index = 0; index < count; index++) {
    const id =
      ids[index] ?? (index === 0 || draw.odd(0.2) ? referTo(draw, draw.chardevs) : undefined);
    if (id !== undefined) items.push([`chardevs.${index}`, id]);
  }
  return drop(draw, items);
}

function nonsense(draw: Draw): readonly Item[] {
  const names = [
    'tcp',
    'unix',
    'telnet',
    'tty',
    'parport',
    'Socket',
    '',
    'nul',
    'socket ',
    'fd',
  ] as const;
  return [
    ['backend', draw.pick(names)],
    ['host', '127.0.0.1'],
    ['port', draw.freePort()],
  ];
}

/** Keys of all backends. */
function common(draw: Draw): readonly Item[] {
  const items: Item[] = [];
  if (draw.chance(0.12)) items.push(['mux', draw.chance(0.85)]);
  if (draw.chance(0.05)) items.push(['logfile', `log${draw.int(99)}`]);
  if (draw.chance(0.03)) items.push(['logappend', draw.chance(0.5)]);
  if (draw.chance(0.05)) {
    // Of another backend, so that only its type counts.
    const numbers = ['to', 'width', 'debug', 'rows', 'reconnect-ms'] as const;
    items.push(
      draw.choose<Item>([
        [1, () => [draw.pick(numbers), numberText(draw)]],
        [1, () => ['size', sizeText(draw)]],
        [
          1,
          () => [draw.pick(['append', 'signal', 'mouse', 'clipboard', 'tight']), draw.chance(0.5)],
        ],
        [1, () => [draw.pick(['name', 'localaddr', 'chardevs.3', 'input-path']), 'x']],
      ]),
    );
  }
  return items;
}

/** Now and then leaves one out that may be needed. */
function drop(draw: Draw, items: readonly Item[]): readonly Item[] {
  if (!draw.odd(0.03)) return items;
  const gone = draw.int(items.length);
  return items.filter((_, index) => index !== gone);
}

/** A device string, as `-monitor` takes it. */
export function deviceString(draw: Draw, prefix: '' | 'mon:' = '', mux = 0.06): string {
  const device = draw.choose<string>([
    [8, () => streamString(draw, mux)],
    [5, () => `unix:${unixList(draw, mux)}`],
    [2, () => datagramString(draw)],
    [1.5, () => draw.pick(['null', 'stdio', 'pty', 'null', 'msmouse', 'wctablet'])],
    [
      1,
      () =>
        draw.pick(['vc', 'vc:800x600', 'vc:80Cx24C', 'vcfoo', 'vc:80x24C', 'vc:8Cx2', 'vc:1x2z']),
    ],
    [1, () => `file:${draw.pick(['out', 'o,ut', 'out,append=on', './o='])}${draw.int(99)}`],
    [0.5, () => `pty:tty${draw.int(99)}`],
    [0.5, () => `pipe:${PIPE}`],
    [draw.odd(0.15) ? 2 : 0, () => oddString(draw)],
  ]);
  return prefix + device;
}

function streamString(draw: Draw, mux: number): string {
  const scheme = draw.pick(['tcp', 'tcp', 'tcp', 'telnet', 'telnet', 'tn3270', 'websocket']);
  if (draw.chance(0.08)) {
    const address = `${connectHost(draw)}:${PEER_PORT}`;
    const rest = draw.chance(0.4)
      ? `,${writeList(draw, [['reconnect-ms', numberText(draw)]])}`
      : '';
    return `${scheme}:${address}${rest}`;
  }
  const port = listenPort(draw);
  const items: Item[] = [...serverFlags(draw)];
  if (draw.chance(0.06)) items.push(['to', range(draw, port)]);
  items.push(...families(draw), ...delay(draw), ...tls(draw));
  if (draw.chance(0.1)) items.push(...transport(draw));
  // The prefix has the last word.
  if (scheme !== 'tcp' && draw.chance(0.15)) items.push([scheme, false]);
  // What was said by position may be said again.
  if (draw.chance(0.1)) items.push(['host', listenHost(draw)]);
  if (draw.chance(0.05)) items.push(['port', listenPort(draw)]);
  if (draw.chance(mux)) items.push(['mux', draw.chance(0.8)]);
  if (draw.odd(0.03)) items.push(['backend', draw.pick(['null', 'udp', 'socket', 'x', 'stdio'])]);
  if (draw.odd(0.02)) items.push(['path', 'p']);
  if (draw.odd(0.02)) items.push(['id', 'other']);
  // Nothing with a colon fits in front, so that it comes behind.
  const wanted = listenHost(draw);
  const behind = wanted.includes(':') && !draw.odd(0.1);
  if (behind) items.push(['host', wanted]);
  const rest = writeList(draw, items);
  const length = draw.odd(0.04) ? draw.pick([63, 64, 65, 32, 33]) : 0;
  const host = length > 0 ? '0'.repeat(length) : behind ? '127.0.0.1' : wanted;
  const long =
    /^\d+$/.test(port) && draw.odd(0.03) ? '0'.repeat(draw.pick([26, 27, 28, 29, 30])) : '';
  return `${scheme}:${host}:${long}${port}${rest === '' ? '' : `,${rest}`}`;
}

function unixList(draw: Draw, mux: number): string {
  const chance = draw.chance(0.1);
  const items: Item[] = chance
    ? [['path', PEER_PATH]]
    : [['path', socketPath(draw)], ...serverFlags(draw)];
  if (draw.chance(0.08)) items.push(['abstract', true]);
  if (draw.chance(0.06)) items.push(['tight', draw.chance(0.5)]);
  if (draw.chance(mux)) items.push(['mux', true]);
  if (draw.chance(0.05)) items.push(...transport(draw));
  if (draw.odd(0.05)) items.push(['path', socketPath(draw)]);
  if (draw.odd(0.02)) items.push(['host', '127.0.0.1']);
  return writeList(draw, items, 'path');
}

function datagramString(draw: Draw): string {
  const host = draw.chance(0.3) ? '' : connectHost(draw);
  const remote = `udp:${host}:${draw.odd(0.05) ? listenPort(draw) : '7002'}`;
  if (draw.chance(0.4)) return remote + (draw.odd(0.2) ? ',server=x' : '');
  const local = draw.odd(0.1)
    ? listenHost(draw)
    : draw.pick(['', '127.0.0.1', '0.0.0.0', 'localhost']);
  return `${remote}@${local}:${draw.odd(0.2) ? draw.pick(['', '0']) : draw.freePort()}`;
}

/** Strings that are almost right, by blanks. */
const ALMOST: readonly string[] = [
  'tcp:127.0.0.1 tcp:4444 tcp:: tcp tcp: TCP::4444 tcp:::4444 tcp:[::1]:4444 tcp:a:b:c',
  'unix unix: UNIX:x udp: udp:: udp:4444 udp:::@ udp::1@ udp::1@: udp::1@2 none nonexistent',
  'nullx null,mux=on stdio,signal=off ptyx pty: file: pipe: con: ringbuf memory spiceport fdset:1',
  'vc: vc:80 vc:x vc:80x vc:80Cx vc:80Cx24 vc:12345678x1 vc:1x2 vc:1Cx2 vcc',
  'socket chardev chardev: telnet:127.0.0.1 websocket: mon: mon:null mon:mon:null',
].flatMap((row) => row.split(' '));

function oddString(draw: Draw): string {
  const port = draw.freePort();
  const tcp = `tcp:127.0.0.1:${port}`;
  return draw.pick([
    'mon',
    ...['tcp:127.0.0.1:4444x', `${tcp},,server`, `${tcp},server,`, `${tcp};server=on`],
    ...[`tcp://127.0.0.1:${port},server=on,wait=off`, `${tcp} ,server=on,wait=off`],
    ...[`tcp:,host=127.0.0.1,port=${port},server=on`, `unix:,path=u${port},server=on,wait=off`],
    ...[`unix:path=u${port},server=on,wait=off`, `unix:u${port},,v,server=on,wait=off`],
    ...[`unix:u${port},server,,nowait`, '', ' ', ' null', 'null ', 'vc: 8x8'],
    ...ALMOST,
  ]);
}
