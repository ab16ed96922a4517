/**
 * `nc`, `ncat` and `netcat`, of which there are three: OpenBSD's (nc.openbsd(1)) and ncat (ncat(1)) know UNIX
 * sockets by `-U`, the traditional one and busybox's do not. What is said here was tried with Debian 13's.
 */

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
import { type ReadOptions, readOptions } from '../nested/option-words.ts';
import type { Program } from './program.ts';
import { socatLine } from './socat.ts';

/** Options with a value, of all three. */
const OPENBSD = 'IiMmOPpqsTVWwXx';
const NCAT = 'cegGimosxpwdq';
const TRADITIONAL = 'ceGgiopqsTw';
const NCAT_NAMES = [
  ...['exec', 'sh-exec', 'lua-exec', 'delay', 'output', 'hex-dump', 'idle-timeout', 'max-conns'],
  ...['source-port', 'source', 'wait', 'proxy', 'proxy-type', 'proxy-auth', 'ssl-cert', 'ssl-key'],
];

/** Options that do on a UNIX socket what they do over TCP. */
const KEPT = wordSet(`
  C N W d i k q v w z U crlf send-only recv-only idle-timeout wait verbose no-shutdown output
`);
/** Options about the network that change nothing on a UNIX socket, and go where they stand alone. */
const GONE: ReadonlySet<string> = new Set(['4', '6', 'n', 'r', 't', 'telnet', 'nodns']);

/** What a netcat says on success where it is asked to, and says of no UNIX socket. */
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
    // In a cluster such as `-nv` it does no harm, unless it says again which addresses are meant.
    if (index !== undefined) removed.push(removeWord(written, index));
    else if (name === '4' || name === '6') return undefined;
  }
  const first = written.indexOf(host);
  const last = written.indexOf(port);
  if (first === undefined || last === undefined || last !== first + 1) return undefined;
  const words: ClientWord[] = [textWord('-U'), SOCKET];
  // OpenBSD's says of a missing socket what it does not say of a closed port.
  if (values.has('z') && !values.has('v') && kind === 'openbsd' && !call.stderrDiscarded)
    words.push(HUSH);
  return allEdits([...removed, replaceWords(written.words[first], written.words[last], words)]);
}

/** Options that have an equivalent of socat's, or mean nothing there. */
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

/** Whether a `nc` is used in a way that OpenBSD's does not know: `-e PROGRAM`, `-c COMMAND`. */
function isTraditional({ words }: Pick<ToolCall, 'words'>): boolean {
  const { values } = readOptions(words.slice(1), { letters: TRADITIONAL, permuted: true });
  return values.has('e') || values.has('c');
}

const openbsd = { read: netcat('openbsd'), provides: 'netcat' } as const;
const traditional = { read: netcat('traditional'), isTraditional: () => true } as const;

export const NETCATS: readonly Program[] = [
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
