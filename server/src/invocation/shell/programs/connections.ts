/**
 * Programs that talk to a port or query its listener. From the manuals of inetutils, curl, expect, iproute2,
 * procps, and QEMU's scripts/qmp.
 */

import { slice } from '../../../text/mapped-text.ts';
import { nameOf } from '../../../text/paths.ts';
import { wordSet } from '../../../text/split-words.ts';
import type { ClientEdit, ClientWord } from '../../client.ts';
import type { Word } from '../../invocation.ts';
import {
  allEdits,
  HUSH,
  otherCommand,
  SOCKET,
  type ToolCall,
  type ToolReader,
  targetOf,
  textWord,
} from '../connect/connection-tool.ts';
import { removeWord, replaceWords } from '../launch/written-words.ts';
import { script } from '../nested/nested-command.ts';
import { readAgainText } from '../nested/nested-text.ts';
import { type ReadOptions, readOptions } from '../nested/option-words.ts';
import { readMentions } from './mentions.ts';
import { alike, type NestedReader, type Program } from './program.ts';
import { SOCAT, socatLine } from './socat.ts';

const TELNET_SAYS = ['Trying', 'Connected', 'Escape character', 'Connection', 'refused'];

/** telnet(1) of inetutils and BSD. socat passes on a terminal's lines, too. */
const readTelnet: ToolReader = (call) => {
  const { values, operands } = readOptions(call.words.slice(1), {
    letters: 'eklnSX',
    permuted: true,
  });
  const target = targetOf(operands);
  if (target === undefined) return [];
  const [host, port] = target;
  const plain = [...values.keys()].every((name) => '468EKLce'.includes(name));
  return [
    {
      host: host.value,
      port: port.value,
      transport: 'tcp',
      rewrite: ({ socat, netcat }) => {
        if (!plain) return undefined;
        return netcat && !socat
          ? otherCommand(call, [textWord('nc'), textWord('-U'), SOCKET])
          : otherCommand(call, socatLine('-'));
      },
      says: call.read ? TELNET_SAYS : [],
    },
  ];
};

const SPAWN = /(?:^|[\n;{])[ \t]*spawn[ \t]+(?:-noecho[ \t]+)?/g;

/** `expect -c 'spawn qemu-system-x86_64 …'`, or as input. */
const expect: NestedReader = (words, input) => {
  const { values } = readOptions(words, { letters: 'cfb' });
  const text = values.get('c') ?? input;
  if (text === undefined) return [];
  return [...text.decoded.matchAll(SPAWN)].flatMap((match) => {
    const start = match.index + match[0].length;
    // `\` before a line end continues it.
    const length = text.decoded.slice(start).search(/(?<!\\)[\n;]|$/);
    const command = slice(text, start, start + length);
    // expect's own connection counts.
    if (CONNECTING.has(nameOf(/^\S*/.exec(command.decoded)?.[0] ?? ''))) return [];
    return script(readAgainText(command), 'child');
  });
};

/** What shows a connection, for programs that rarely make one. */
const THIS_MACHINE = /localhost|127\.0\.0\.1|0\.0\.0\.0|::1|qmp|hmp|qemu|mon(?:itor)?[-_.]/;

const mentions = { read: readMentions, evidence: THIS_MACHINE } as const;

/** Options with a value. */
const OPENBSD = 'IiMmOPpqsTVWwXx';
const NCAT = 'cegGimosxpwdq';
const TRADITIONAL = 'ceGgiopqsTw';
const NCAT_NAMES = [
  ...['exec', 'sh-exec', 'lua-exec', 'delay', 'output', 'hex-dump', 'idle-timeout', 'max-conns'],
  ...['source-port', 'source', 'wait', 'proxy', 'proxy-type', 'proxy-auth', 'ssl-cert', 'ssl-key'],
];

/** Same effect on a UNIX socket. */
const KEPT = wordSet(`
  C N W d i k q v w z U crlf send-only recv-only idle-timeout wait verbose no-shutdown output
`);
/** No effect on a UNIX socket; removed. */
const GONE: ReadonlySet<string> = new Set(['4', '6', 'n', 'r', 't', 'telnet', 'nodns']);

/** Messages for TCP only. */
const SAYS = {
  openbsd: ['succeeded', 'Connection to'],
  ncat: ['Connected'],
  traditional: ['open'],
} as const;

function netcat(kind: 'openbsd' | 'ncat' | 'traditional'): ToolReader {
  return (call) => {
    const valued = { openbsd: OPENBSD, ncat: NCAT, traditional: TRADITIONAL }[kind];
    const options = readOptions(call.words.slice(1), {
      letters: valued,
      names: NCAT_NAMES,
      permuted: true,
    });
    const { values, operands } = options;
    if (['l', 'listen', 'U', 'unixsock'].some((name) => values.has(name))) return [];
    const target = targetOf(operands);
    if (target === undefined) return [];
    const [host, port] = target;
    const datagrams = values.has('u') || values.has('udp');
    const finding = {
      host: host.value,
      port: port.value,
      transport: datagrams ? 'udp' : 'tcp',
    } as const;
    const speaks = values.has('v') || values.has('verbose');
    return [
      {
        ...finding,
        rewrite: ({ traditional }) => {
          if (datagrams) return undefined;
          return kind === 'traditional' || (traditional && kind === 'openbsd')
            ? asSocat(call, options)
            : withPath(call, options, host, port, kind);
        },
        says: speaks && call.read ? SAYS[kind] : [],
      },
    ];
  };
}

/** `nc -q1 localhost 4444` becomes `nc -q1 -U PATH`. */
function withPath(
  call: ToolCall,
  { values, operands }: ReadOptions,
  host: Word,
  port: Word,
  kind: 'openbsd' | 'ncat',
): readonly ClientEdit[] | undefined {
  const written = call.written();
  if (operands.some((word) => word.many && word !== host && word !== port)) return undefined;
  const removed: (ClientEdit | undefined)[] = [];
  for (const name of values.keys()) {
    if (KEPT.has(name)) continue;
    if (!GONE.has(name)) return undefined;
    const word = call.words.find(({ value }) => value.decoded === `-${name}`);
    const index = word && written.indexOf(word);
    // Harmless in `-nv`, but `-4` restricts addresses.
    if (index !== undefined) removed.push(removeWord(written, index));
    else if (name === '4' || name === '6') return undefined;
  }
  const first = written.indexOf(host);
  const last = written.indexOf(port);
  if (first === undefined || last === undefined || last !== first + 1) return undefined;
  const words: ClientWord[] = [textWord('-U'), SOCKET];
  // OpenBSD reports a missing socket, but no closed port.
  if (values.has('z') && !values.has('v') && kind === 'openbsd' && !call.stderrDiscarded)
    words.push(HUSH);
  return allEdits([...removed, replaceWords(written.words[first], written.words[last], words)]);
}

/** Options that socat replaces or needs not. */
const SOCAT_KNOWS: ReadonlySet<string> = new Set(['q', 'w', 'v', 'n', 'z', 'N', '4', '6', 't']);

/** `nc.traditional -q 1 localhost 4444` becomes `socat -t 1 - UNIX-CONNECT:PATH`. */
function asSocat(call: ToolCall, { values }: ReadOptions): readonly ClientEdit[] | undefined {
  for (const name of values.keys()) if (!SOCAT_KNOWS.has(name)) return undefined;
  if (values.has('z')) {
    const probe = socatLine('-u', 'OPEN:/dev/null');
    return otherCommand(call, call.stderrDiscarded ? probe : [...probe, HUSH]);
  }
  const options: string[] = [];
  for (const [name, option] of [
    ['q', '-t'],
    ['w', '-T'],
  ] as const) {
    if (!values.has(name)) continue;
    const value = values.get(name)?.decoded ?? '';
    if (!/^\d+$/.test(value)) return undefined;
    options.push(option, value);
  }
  return otherCommand(call, socatLine(...options, '-'));
}

/** OpenBSD's runs no program. */
function isTraditional({ words }: Pick<ToolCall, 'words'>): boolean {
  const { values } = readOptions(words.slice(1), { letters: TRADITIONAL, permuted: true });
  return values.has('e') || values.has('c');
}

const openbsd = { read: netcat('openbsd'), provides: 'netcat' } as const;
const traditional = { read: netcat('traditional'), isTraditional: () => true } as const;

const NETCATS: readonly Program[] = [
  {
    names: ['nc'],
    connects: { ...openbsd, isTraditional, inBusybox: traditional },
    sends: 'its-input',
  },
  { names: ['netcat'], connects: { ...openbsd, isTraditional }, sends: 'its-input' },
  { names: ['nc.openbsd'], connects: openbsd, sends: 'its-input' },
  {
    names: ['ncat'],
    connects: { read: netcat('ncat'), provides: 'netcat' },
    sends: 'its-input',
  },
  { names: ['nc.traditional'], connects: traditional, sends: 'its-input' },
];

export const CONNECTIONS: readonly Program[] = [
  ...NETCATS,
  SOCAT,
  { names: ['telnet'], connects: { read: readTelnet }, sends: 'its-input' },
  {
    names: ['curl'],
    prints: /^(?:-[fgkLsSv#]*[oO]|--output|--remote-name)/,
    onlyTalks: true,
    connects: { read: readMentions, evidence: /telnet:/i },
  },
  alike('qmp-shell qmp-shell-wrap', { connects: { read: readMentions } }),
  alike('lsof fuser ss netstat', { onlyTalks: true }),
  // They search for a QEMU.
  { names: ['pkill'], connects: mentions, prints: 'nothing', onlyTalks: true },
  { names: ['pgrep'], connects: mentions, onlyTalks: true },
  { names: ['expect'], nested: expect, connects: mentions },
  alike('python python2 python3', { connects: mentions, unreadPrograms: { letters: 'cmWX' } }),
  alike('perl ruby lua osascript', { connects: mentions, unreadPrograms: { letters: 'eE' } }),
  alike('node', {
    connects: mentions,
    unreadPrograms: { letters: 'ep', names: ['eval', 'print'] },
  }),
  alike('php', { connects: mentions, unreadPrograms: { letters: 'r' } }),
  alike('powershell powershell.exe pwsh pwsh.exe', {
    connects: mentions,
    unreadPrograms: { letters: '', names: ['c', 'command', 'Command'] },
  }),
  alike('wait-for-it wait-for-it.sh wait-for wait-for.sh dockerize nmap tcping', {
    connects: mentions,
  }),
  alike('websocat wscat openssl gnutls-cli putty plink qmp qemu-ga-client', {
    connects: mentions,
  }),
];

const CONNECTING: ReadonlySet<string> = new Set(CONNECTIONS.flatMap(({ names }) => names));
