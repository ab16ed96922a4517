/** Makes whole command lines of qemu-system and of the storage daemon, with the files that they read. */
import type { FuzzCase } from './case.ts';
import { type Draw, drawFor } from './draw.ts';
import { chardevItems, deviceString } from './generate-chardev.ts';
import { objectItems, objectJson } from './generate-object.ts';
import { type Item, writeJson, writeList, writeSection } from './spelling.ts';
import { booleanText, freshId, numberText, referTo } from './values.ts';

/** The case of that number in the run of that seed. */
export function generateCase(seed: number, index: number): FuzzCase {
  const draw = drawFor(seed, index);
  return draw.chance(0.15) ? daemonCase(draw) : systemCase(draw);
}

/** Machines that have no CPU cost least. Only one with a CPU can have gdb. */
function systemCase(draw: Draw): FuzzCase {
  const base = draw.choose<FuzzCase['base']>([
    [12, () => 'bare'],
    [4, () => 'headless'],
    [1.5, () => 'nographic'],
    [0.8, () => 'pc'],
    [0.4, () => 'pc-nographic'],
  ]);
  const gdb = base.startsWith('pc') && draw.chance(0.3) ? gdbOption(draw) : [];
  const count = 1 + draw.int(4);
  const options = Array.from({ length: count }, () => systemOption(draw, base)).flat();
  return { base, args: [...options, ...gdb], files: draw.files };
}

function systemOption(draw: Draw, base: FuzzCase['base']): readonly string[] {
  return draw.choose<readonly string[]>([
    [
      6,
      () => [
        dashed(draw, draw.pick(['monitor', 'monitor', 'qmp', 'qmp-pretty'])),
        monitorDevice(draw),
      ],
    ],
    [5, () => [...chardevOption(draw), ...(draw.chance(0.7) ? monOption(draw) : [])]],
    [1, () => chardevOption(draw)],
    [1, () => (draw.chardevs.length > 0 || draw.odd(0.2) ? monOption(draw) : chardevOption(draw))],
    [3, () => consoleOption(draw, base)],
    [1.5, () => [...objectOption(draw), ...(draw.chance(0.4) ? objectOption(draw) : [])]],
    [1.5, () => setOption(draw)],
    [2.5, () => readConfigOption(draw)],
    [0.5, () => guestForward(draw)],
    [0.6, () => ['-monitor', draw.pick(['none', 'none', 'nonesuch', 'none,x'])]],
    [0.2, () => [draw.pick(['-nodefaults', '-no-user-config', '-nographic', '--nodefaults'])]],
    [draw.odd(0.1) ? 0.5 : 0, () => oddWords(draw)],
  ]);
}

function dashed(draw: Draw, name: string): string {
  if (draw.odd(0.01)) return draw.pick([`---${name}`, `-${name}=`]);
  return draw.chance(0.1) ? `--${name}` : `-${name}`;
}

function monitorDevice(draw: Draw): string {
  if (draw.chardevs.length > 0 && draw.chance(0.25))
    return `chardev:${referTo(draw, draw.chardevs)}`;
  return deviceString(draw, draw.chance(0.06) ? 'mon:' : '');
}

function consoleOption(draw: Draw, base: FuzzCase['base']): readonly string[] {
  // Its device needs a machine with an ISA bus.
  const last = base.startsWith('pc') ? 'debugcon' : 'serial';
  const name = draw.pick(['serial', 'serial', 'parallel', last]);
  const reference = draw.chardevs.length > 0 && draw.chance(0.2);
  if (draw.odd(0.05)) return [`-${name}`, 'none'];
  if (reference) return [`-${name}`, `chardev:${referTo(draw, draw.chardevs)}`];
  return [dashed(draw, name), deviceString(draw, draw.chance(0.5) ? 'mon:' : '', 0.3)];
}

function gdbOption(draw: Draw): readonly string[] {
  const address = `tcp:${draw.pick(['', '127.0.0.1', 'localhost', '0.0.0.0'])}:${draw.freePort()}`;
  return [
    '-gdb',
    draw.pick([
      address,
      `mon:${address}`,
      `${address},mux=on`,
      `unix:gdb,server=on,wait=off`,
      'none',
    ]),
  ];
}

function chardevOption(draw: Draw, option = '-chardev'): readonly string[] {
  const id = freshId(draw, draw.chardevs);
  const [backend, ...rest] = chardevItems(draw);
  const items: Item[] = [...(backend ? [backend] : []), ...rest];
  if (!draw.odd(0.02)) items.splice(1 + draw.int(items.length), 0, ['id', id]);
  draw.chardevs.push(id);
  return [option, writeList(draw, items, 'backend')];
}

function monItems(draw: Draw): readonly Item[] {
  const items: Item[] = [];
  if (!draw.odd(0.02)) items.push(['chardev', referTo(draw, draw.chardevs)]);
  const control = draw.chance(0.5);
  if (control || draw.chance(0.2)) items.push(['mode', control ? 'control' : 'readline']);
  if (draw.odd(0.02)) items.push(['mode', draw.pick(['Control', '', 'hmp', 'qmp', 'control '])]);
  if (draw.chance(control ? 0.3 : 0.03)) items.push(['pretty', draw.chance(0.6)]);
  return items;
}

function monOption(draw: Draw, id?: string): readonly string[] {
  const items: Item[] = [...monItems(draw)];
  if (id !== undefined || draw.chance(0.2)) items.push(['id', id ?? freshId(draw, ['mon7'])]);
  return [dashed(draw, 'mon'), writeList(draw, items, 'chardev')];
}

function objectOption(draw: Draw, option = '-object'): readonly string[] {
  if (draw.chance(0.3)) return [option, writeJson(draw, objectJson(draw))];
  const dialect = option === '-object' ? 'options' : 'keyval';
  return [option, writeList(draw, objectItems(draw), 'qom-type', dialect)];
}

/** `-set chardev.ID.KEY=VALUE` for something that came before, or not. */
function setOption(draw: Draw): readonly string[] {
  if (draw.odd(0.06)) {
    const odd = [
      'chardev.a',
      'chardev..host=x',
      'object.a.b=c',
      'bogus.a.b=c',
      '',
      '.a.b=c',
    ] as const;
    return ['-set', draw.pick(['chardev.a.=x', 'chardev.a.host', 'mon.x.mode=y', ...odd])];
  }
  const mon = draw.chardevs.length > 0 && draw.chance(0.4);
  const id = mon ? `set${draw.int(99)}` : undefined;
  const target = mon ? monOption(draw, id) : chardevOption(draw);
  const [key, value] = draw.pick<Item>(
    mon
      ? [
          ['mode', 'control'],
          ['mode', 'readline'],
          ['pretty', true],
          ['chardev', referTo(draw, draw.chardevs)],
        ]
      : [
          ['host', draw.pick(['0.0.0.0', '127.0.0.1', '', '::1'])],
          ['port', draw.freePort()],
          ['server', true],
          ['telnet', true],
          ['mux', true],
          ['wait', false],
          ['path', 'set'],
          ['to', numberText(draw)],
          ['backend', draw.pick(['null', 'socket', 'udp'])],
          ['abstract', true],
          ['tls-creds', referTo(draw, draw.credentials)],
          draw.odd(0.2) ? ['bogus', 'x'] : ['id', 'x'],
        ],
  );
  const text = typeof value === 'boolean' ? booleanText(draw, value) : value;
  const name = id ?? draw.chardevs.at(-1);
  const set = ['-set', `${mon ? 'mon' : 'chardev'}.${name}.${key}=${text}`];
  return draw.odd(0.05) ? [...set, ...target] : [...target, ...set];
}

function readConfigOption(draw: Draw): readonly string[] {
  const sections: string[] = [];
  if (draw.chance(0.2)) sections.push(draw.pick(['# qemu config file\n', '\n', '#\n\n']));
  const count = 1 + draw.int(3);
  for (let index = 0; index < count; index++) {
    sections.push(
      ...draw.choose<readonly string[]>([
        [4, () => [chardevSection(draw), ...(draw.chance(0.8) ? [monSection(draw)] : [])]],
        [1, () => [draw.chardevs.length > 0 ? monSection(draw) : chardevSection(draw)]],
        [1, () => [objectSection(draw)]],
        [0.2, () => ['[name]\n  guest = "g"\n']],
        [draw.odd(0.05) ? 1 : 0, () => ['host = "x"\n', '[chardev\n', '[chardev "a"\n']],
      ]),
    );
  }
  let text = draw.chance(0.15) ? sections.reverse().join('\n') : sections.join('');
  if (draw.chance(0.08)) text = text.replaceAll('\n', '\r\n');
  if (draw.chance(0.05)) text = text.trimEnd();
  const name = `${Object.keys(draw.files).length}.cfg`;
  draw.files[name] = text;
  return [dashed(draw, 'readconfig'), name];
}

function chardevSection(draw: Draw): string {
  const id = freshId(draw, draw.chardevs);
  draw.chardevs.push(id);
  const items = [...chardevItems(draw)];
  if (draw.chance(0.05)) items.push(['id', freshId(draw, draw.chardevs)]);
  return writeSection(draw, 'chardev', draw.odd(0.02) ? undefined : id, items);
}

function monSection(draw: Draw): string {
  const id = draw.chance(0.6) ? freshId(draw, ['mon8']) : undefined;
  return writeSection(draw, 'mon', id, monItems(draw));
}

function objectSection(draw: Draw): string {
  const items = objectItems(draw);
  const id = items.find(([key]) => key === 'id')?.[1];
  const rest = items.filter(([key]) => key !== 'id');
  return writeSection(draw, 'object', typeof id === 'string' ? id : undefined, rest);
}

function guestForward(draw: Draw): readonly string[] {
  const device = deviceString(draw, draw.chance(0.6) ? 'mon:' : '', 0.3);
  const address = `tcp:10.0.2.100:${draw.pick(['23', '4444', '1234'])}`;
  const value = `user,id=n${draw.int(1000)},guestfwd=${address}-${device.replaceAll(',', ',,')}`;
  return ['-netdev', draw.odd(0.1) ? value.replace('user,', 'type=user,') : value];
}

function oddWords(draw: Draw): readonly string[] {
  const port = draw.freePort();
  return draw.pick([
    ['-monitor'],
    ['-qmp', '-monitor'],
    [`-qmp tcp:127.0.0.1:${port},server,nowait`],
    [`-monitor=tcp:127.0.0.1:${port},server,nowait`],
    ['-moni', 'null'],
    ['-chardev'],
    ['-mon'],
    ['-readconfig', 'missing.cfg'],
  ]);
}

/** The storage daemon takes its options from left to right, and shortened. */
function daemonCase(draw: Draw): FuzzCase {
  const args: string[] = [];
  const count = 1 + draw.int(3);
  for (let index = 0; index < count; index++) {
    args.push(
      ...draw.choose<readonly string[]>([
        [5, () => [...getopt(draw, chardevOption(draw, '--chardev')), ...daemonMonitor(draw)]],
        [draw.chardevs.length > 0 ? 2 : 0.1, () => daemonMonitor(draw)],
        [2, () => getopt(draw, objectOption(draw, '--object'))],
        [1, () => getopt(draw, chardevOption(draw, '--chardev'))],
        [draw.odd(0.1) ? 1 : 0, () => daemonWords(draw)],
      ]),
    );
  }
  return { base: 'storage-daemon', args, files: {} };
}

function daemonMonitor(draw: Draw): readonly string[] {
  const items = monItems(draw).filter(
    ([key, value]) => key !== 'mode' || value === 'control' || draw.odd(0.2),
  );
  if (draw.chance(0.25)) {
    const typed = items.map(([key, value]) => [
      key,
      value === true && draw.odd(0.2) ? 'on' : value,
    ]);
    return getopt(draw, ['--monitor', writeJson(draw, Object.fromEntries(typed))]);
  }
  const named: readonly Item[] = draw.chance(0.1)
    ? [...items, ['id', freshId(draw, ['mon9'])]]
    : items;
  return getopt(draw, ['--monitor', writeList(draw, named, 'chardev', 'keyval')]);
}

/** `--chardev X`, `--chardev=X` or `--char X`. */
function getopt(draw: Draw, [name = '', value = '']: readonly string[]): readonly string[] {
  const short = draw.chance(0.15) ? name.slice(0, 3 + draw.int(name.length - 3)) : name;
  const dashes = draw.odd(0.03) ? short.slice(1) : short;
  return draw.chance(0.3) ? [`${dashes}=${value}`] : [dashes, value];
}

function daemonWords(draw: Draw): readonly string[] {
  return draw.pick([
    ['--monitor'],
    ['--monitor='],
    ['--m', 'a'],
    ['stray'],
    ['--qmp', 'stdio'],
    ['--chardevs', 'x'],
    ['--', 'x'],
    ['--'],
    ['-'],
    ['--daemonize=x'],
  ]);
}
