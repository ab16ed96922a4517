/** socat(1): `TCP:localhost:4444,retry=5` becomes `UNIX-CONNECT:PATH,retry=5`. Options were tried with socat 1.8. */
import { isKnown, slice } from '../../../text/mapped-text.ts';
import { wordSet } from '../../../text/split-words.ts';
import type { ClientEdit, ClientPart, ClientWord } from '../../client.ts';
import type { Word } from '../../invocation.ts';
import {
  allEdits,
  hostAndPort,
  type ToolCall,
  type ToolFinding,
  type ToolReader,
  textWord,
} from '../connect/connection-tool.ts';
import { replaceInWord } from '../launch/written-words.ts';
import type { Program } from './program.ts';

/** Same meaning for all connecting addresses. */
const KEPT = wordSet(`
  retry interval forever crnl crlf cr ignoreeof null-eof readbytes end-close shut-none shut-down
  shut-close shut-null escape fork nonblock keepalive connect-timeout rcvbuf sndbuf cloexec
  cool-write coolwrite
`);
/** Refused for a UNIX socket, or read differently. */
const GONE = wordSet(`
  nodelay tcp-nodelay mss cork keepidle keepintvl keepcnt user-timeout sourceport sp bind
  lowport pf ipv4 ipv6 tos ttl linger reuseaddr so-reuseaddr reuseport so-reuseport syncnt
`);

const ADDRESS = /^(tcp|tcp4|tcp6|udp|udp4|udp6|openssl|ssl)(?:-connect)?:/i;

const SOCAT_SOCKET: readonly ClientPart[] = [
  { kind: 'text', text: 'UNIX-CONNECT:' },
  { kind: 'socket', within: 'option-list' },
];

/** `socat … UNIX-CONNECT:PATH` */
export function socatLine(...words: readonly string[]): readonly ClientWord[] {
  return [...['socat', ...words].map(textWord), SOCAT_SOCKET];
}

const readSocat: ToolReader = (call) => {
  return call.words.slice(1).flatMap((word) => addressIn(call, word) ?? []);
};

function addressIn(call: ToolCall, word: Word): ToolFinding | undefined {
  const { value } = word;
  const scheme = ADDRESS.exec(value.decoded);
  if (scheme === null) return undefined;
  const comma = value.decoded.indexOf(',');
  const end = comma === -1 ? value.decoded.length : comma;
  const target = hostAndPort(value, scheme[0].length, end);
  if (target === undefined) return undefined;
  const name = scheme[1]?.toLowerCase() ?? '';
  const isTcp = name.startsWith('tcp');
  return {
    ...target,
    transport: name.startsWith('udp') ? 'udp' : 'tcp',
    rewrite: isTcp ? () => editsOf(call, word, end) : undefined,
  };
}

function editsOf(call: ToolCall, word: Word, end: number): readonly ClientEdit[] | undefined {
  const written = call.written();
  const edits = [replaceInWord(written, word, 0, end, [SOCAT_SOCKET])];
  const { decoded } = word.value;
  for (let start = end; start < decoded.length; ) {
    const comma = decoded.indexOf(',', start + 1);
    const stop = comma === -1 ? decoded.length : comma;
    const option = slice(word.value, start + 1, stop);
    const [name = ''] = option.decoded.toLowerCase().split('=', 1);
    const named = isKnown(slice(option, 0, name.length));
    if (!named || !(KEPT.has(name) || GONE.has(name))) return undefined;
    if (GONE.has(name)) edits.push(replaceInWord(written, word, start, stop, []));
    start = stop;
  }
  return allEdits(edits);
}

/** Its addresses may be programs, connections, files. */
export const SOCAT: Program = {
  names: ['socat'],
  connects: { read: readSocat, provides: 'socat' },
  sends: 'its-input',
};
