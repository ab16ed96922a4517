/** Programs that talk to a port or query its listener (inetutils, curl, expect, iproute2, procps, QEMU scripts/qmp). */

import { slice } from '../../../text/mapped-text.ts';
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
import { alike, type NestedReader, type Program } from './program.ts';
import { SOCAT, socatLine } from './socat.ts';

/** telnet(1) of inetutils and BSD. socat replaces interactive use, too. */
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
        // A reader of the output expects messages of the old program.
        if (!plain || call.read) return undefined;
        return netcat && !socat
          ? otherCommand(call, [textWord('nc'), textWord('-U'), SOCKET])
          : otherCommand(call, socatLine('-'));
      },
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
    return script(readAgainText(command), 'child');
  });
};

const OPENBSD = 'IiMmOPpqsTVWwXx';
const NCAT = 'cegGimosxpwdq';
const NCAT_NAMES = [
  ...['exec', 'sh-exec', 'lua-exec', 'delay', 'output', 'hex-dump', 'idle-timeout', 'max-conns'],
  ...['source-port', 'source', 'wait', 'proxy', 'proxy-type', 'proxy-auth', 'ssl-cert', 'ssl-key'],
];

/** Options with the same effect on a UNIX socket. */
const KEPT = wordSet(`
  C N W d i k q v w z U crlf send-only recv-only idle-timeout wait verbose no-shutdown output
`);
/** No effect on a UNIX socket; removed. */
const GONE: ReadonlySet<string> = new Set(['4', '6', 'n', 'r', 't', 'telnet', 'nodns']);

function netcat(kind: 'openbsd' | 'ncat'): ToolReader {
  return (call) => {
    const options = readOptions(call.words.slice(1), {
      letters: kind === 'ncat' ? NCAT : OPENBSD,
      names: NCAT_NAMES,
      permuted: true,
    });
    const { values, operands } = options;
    if (['l', 'listen', 'U', 'unixsock'].some((name) => values.has(name))) return [];
    const target = targetOf(operands);
    if (target === undefined) return [];
    const [host, port] = target;
    const isUdp = values.has('u') || values.has('udp');
    // With `-v` they say that a port is open, nothing about a socket.
    const speaks = call.read && (values.has('v') || values.has('verbose'));
    return [
      {
        host: host.value,
        port: port.value,
        transport: isUdp ? 'udp' : 'tcp',
        rewrite: isUdp || speaks ? undefined : () => withPath(call, options, host, port, kind),
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

const NETCATS: readonly Program[] = [
  alike('nc netcat nc.openbsd', {
    connects: { read: netcat('openbsd'), provides: 'netcat' },
    sends: 'its-input',
  }),
  { names: ['ncat'], connects: { read: netcat('ncat'), provides: 'netcat' }, sends: 'its-input' },
  { names: ['nc.traditional'], sends: 'its-input' },
];

export const CONNECTIONS: readonly Program[] = [
  ...NETCATS,
  SOCAT,
  { names: ['telnet'], connects: { read: readTelnet }, sends: 'its-input' },
  {
    names: ['curl'],
    prints: /^(?:-[fgkLsSv#]*[oO]|--output|--remote-name)/,
    onlyTalks: true,
  },
  alike('lsof fuser ss netstat pgrep', { onlyTalks: true }),
  { names: ['pkill'], prints: 'nothing', onlyTalks: true },
  { names: ['expect'], nested: expect },
  alike('python python2 python3', { unreadPrograms: { letters: 'cmWX' } }),
  alike('perl ruby lua osascript', { unreadPrograms: { letters: 'eE' } }),
  alike('node', { unreadPrograms: { letters: 'ep', names: ['eval', 'print'] } }),
  alike('php', { unreadPrograms: { letters: 'r' } }),
  alike('powershell powershell.exe pwsh pwsh.exe', {
    unreadPrograms: { letters: '', names: ['c', 'command', 'Command'] },
  }),
];
