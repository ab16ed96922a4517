/** Generated documents without a shell: config files, domains and `.args` files. */
import { DOMAIN_PARTS } from '../libvirt.ts';
import { type Combination, cover } from './cover.ts';
import type { Document } from './document.ts';
import {
  FLAGS,
  type Flags,
  HOSTS,
  isClient,
  isPossible,
  makeMonitor,
  OPTIONS,
  TRANSPORTS,
} from './monitors.ts';

const SEED = 2;
const TIMES = 1;

/** How a config file is written; the lines are `key = "value"`. */
const LAYOUTS: Readonly<Record<string, (lines: readonly string[]) => string>> = {
  plain: (lines) => `${lines.join('\n')}\n`,
  indented: (lines) => `# qemu config file\n\n${lines.map(indent).join('\n')}\n`,
  'with comments': (lines) =>
    `${lines.map((line) => (line.startsWith('[') ? `\n${line}` : `${line} # as it was`)).join('\n')}\n`,
  'without a last line ending': (lines) => lines.join('\n'),
  'with the lines of another system': (lines) => `${lines.join('\r\n')}\r\n`,
};

function indent(line: string): string {
  return line.startsWith('[') ? line : `  ${line}`;
}

/** Config files with one monitor each. */
export function configs(seed = SEED, times = TIMES): readonly Document[] {
  const choices = {
    mode: ['HMP', 'QMP', 'QMP, pretty'],
    order: ['chardev first', 'monitor first'],
    transport: [...TRANSPORTS],
    host: [...HOSTS, 'dropped'],
    flags: Object.keys(FLAGS),
    layout: Object.keys(LAYOUTS),
    name: ['', 'web 1', 'db'],
  };
  const allowed = (combination: Combination) => {
    const { transport = '', host = '' } = combination;
    if (host === 'dropped' && transport === 'udp') return false;
    // What QEMU drops leaves every address.
    const read = host === 'dropped' ? '' : host;
    return isPossible('-chardev, -mon', transport, read, combination['flags'] as Flags);
  };
  return cover(choices, allowed, { seed, times, apart: ['name', 'order'] }).map(config);
}

function config(combination: Combination): Document {
  const { mode = '', order, host = '', layout = '', name = '' } = combination;
  const flags = combination['flags'] as Flags;
  const written = host === 'dropped' ? '0.0.0.0' : host;
  const { device } = makeMonitor(
    '-chardev, -mon',
    combination['transport'] ?? '',
    written,
    '4444',
    flags,
  );
  const [backend = '', ...items] = device.split(',');
  const chardev = ['[chardev "m"]', `backend = "${backend}"`];
  for (const item of items) {
    const [key = '', value] = item.split('=');
    if (key === 'id') continue;
    // There are no short forms here.
    const [long, text] = value === undefined ? longForm(key) : [key, value];
    const quoted = key === 'host' && host === 'dropped' ? text : `"${text}"`;
    chardev.push(`${long} = ${quoted}`);
  }
  const monitor = ['[mon "q"]', 'chardev = "m"'];
  if (mode !== 'HMP') monitor.push('mode = "control"');
  if (mode === 'QMP, pretty') monitor.push('pretty = "on"');
  const sections = order === 'chardev first' ? [chardev, monitor] : [monitor, chardev];
  const named = name === '' ? [] : ['[name]', `guest = "${name}"`];
  const write = LAYOUTS[layout];
  return {
    title: Object.values(combination).join(' | '),
    host: 'config file',
    files: { 'machine.qemu': write?.([...named, ...sections.flat()]) ?? '' },
    modes: [mode === 'HMP' ? 'HMP' : 'QMP'],
    client: isClient(flags),
    mux: false,
    together: false,
    machine: 'none',
    environment: 'user',
  };
}

function longForm(key: string): readonly [key: string, value: string] {
  return key.startsWith('no') && key !== 'nodelay' ? [key.slice('no'.length), 'off'] : [key, 'on'];
}

/** How the value of an argument is written in a domain. */
const SPELLINGS: Readonly<Record<string, (value: string) => string>> = {
  "'…'": (value) => `'${value}'`,
  '"…"': (value) => `"${value}"`,
  'with references': (value) => `'${value.replaceAll(':', '&#58;').replaceAll('=', '&#x3d;')}'`,
};

/** Domains that hand the arguments of a monitor on. */
export function domains(seed = SEED, times = TIMES): readonly Document[] {
  return cover({ ...textChoices(), spelling: Object.keys(SPELLINGS) }, isAllowed, {
    seed,
    times,
    apart: ['spelling', 'spelling'],
  }).map((combination) => {
    const spell = SPELLINGS[combination['spelling'] ?? ''] ?? String;
    const args = wordsOf(combination).map((word) => `    <qemu:arg value=${spell(word)}/>\n`);
    return text(combination, 'domain XML', {
      'domain.xml': `<domain type='qemu' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
  <name>web-1</name>
  ${DOMAIN_PARTS}
  <qemu:commandline>
${args.join('')}  </qemu:commandline>
</domain>
`,
    });
  });
}

/** The `.args` files of libvirt: a command with one word a line. */
export function argsFiles(seed = SEED, times = TIMES): readonly Document[] {
  return cover({ ...textChoices(), quoting: ['bare', "'…'"] }, isAllowed, {
    seed,
    times,
    apart: ['quoting', 'quoting'],
  }).map((combination) => {
    const quote = combination['quoting'] === 'bare' ? '' : "'";
    const words = wordsOf(combination).map((word) =>
      word.startsWith('-') ? word : `${quote}${word}${quote}`,
    );
    const lines = ['LC_ALL=C', 'qemu-system-x86_64', '-name guest=web-1', ...words, '-S'];
    return text(combination, '.args file', { 'guest.args': `${lines.join(' \\\n')}\n` });
  });
}

function textChoices() {
  return {
    option: Object.keys(OPTIONS),
    transport: [...TRANSPORTS],
    host: [...HOSTS],
    flags: Object.keys(FLAGS),
  };
}

function isAllowed({ option = '', transport = '', host = '', flags }: Combination): boolean {
  return isPossible(option, transport, host, flags as Flags);
}

function monitorOf({ option = '', transport = '', host = '', flags }: Combination) {
  return makeMonitor(option, transport, host, '4444', flags as Flags);
}

/** `-mon` and `m` are two words, which a script would write with a blank between. */
function wordsOf(combination: Combination): readonly string[] {
  const { before, device, behind } = monitorOf(combination);
  return [...before, device, ...behind];
}

function text(
  combination: Combination,
  host: Document['host'],
  files: Document['files'],
): Document {
  const { modes, mux, machine } = monitorOf(combination);
  return {
    title: Object.values(combination).join(' | '),
    host,
    files,
    modes,
    client: isClient(combination['flags'] as Flags),
    mux,
    together: false,
    machine,
    environment: 'root',
  };
}
