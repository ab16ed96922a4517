/**
 * Programs that ask who uses a port, and ask the same of a socket's path: `lsof -t -i :4444` is
 * `lsof -t PATH` (lsof(8)), `fuser -k 4444/tcp` is `fuser -k PATH` (fuser(1)). Both find the process that
 * listens on the socket.
 */
import { slice } from '../../../text/mapped-text.ts';
import type { Word } from '../../invocation.ts';
import {
  allEdits,
  HUSH,
  otherCommand,
  SOCKET,
  type ToolCall,
  type ToolReader,
  textWord,
} from '../connect/connection-tool.ts';
import { replaceWords } from '../launch/written-words.ts';
import { readOptions } from '../nested/option-words.ts';
import type { Program } from './program.ts';

/** `tcp:4444`, `:4444`, `@localhost:4444`, `4tcp@127.0.0.1:4444`. */
const INTERNET = /^(?:[46]?(?:tcp)?(?:@[^:]*)?):([^:,-]+)$/i;

/** Options of lsof without a value that mean the same for a path. */
const LSOF_KEPT = /^-[tnPlw]+$/;
/** Options that choose among network sockets. */
const LSOF_GONE = /^-(?:sTCP:LISTEN|a)$/i;

/** `lsof -t -i :4444`, `lsof -ti:4444 -sTCP:LISTEN`. */
const readLsof: ToolReader = (call) => {
  const words = call.words.slice(1);
  const index = words.findIndex(({ value }) => /^-[tnPlwa]*i/.test(value.decoded));
  const option = words[index];
  if (option === undefined) return [];
  const start = option.value.decoded.indexOf('i') + 1;
  const attached = start < option.value.decoded.length;
  const value = attached ? slice(option.value, start) : words[index + 1]?.value;
  const match = value && INTERNET.exec(value.decoded);
  if (!value || !match) return [];
  const port = slice(value, value.decoded.length - (match[1]?.length ?? 0));
  const others = words.filter((_, at) => at !== index && (attached || at !== index + 1));
  return [
    { host: undefined, port, transport: 'tcp', rewrite: () => lsof(call, option, others, start) },
  ];
};

function lsof(call: ToolCall, option: Word, others: readonly Word[], start: number) {
  const letters = option.value.decoded.slice(1, start - 1).replaceAll('a', '');
  // Who reads its table finds another one; the numbers of processes are the same.
  const bare =
    letters.includes('t') || others.some(({ value }) => /^-[nPlw]*t/.test(value.decoded));
  if (call.read && !bare) return undefined;
  const kept = others.map(({ value }) => value.decoded).filter((text) => !LSOF_GONE.test(text));
  if (!kept.every((text) => LSOF_KEPT.test(text))) return undefined;
  const [name] = call.words;
  if (name === undefined) return undefined;
  const options = letters === '' ? kept : [`-${letters}`, ...kept];
  const line = [textWord(name.value.decoded), ...options.map(textWord), SOCKET];
  return otherCommand(call, call.stderrDiscarded ? line : [...line, HUSH]);
}

/** `fuser -k 4444/tcp`, `fuser -n tcp 4444`. */
const readFuser: ToolReader = (call) => {
  const names = ['namespace', 'signal'];
  const { values, operands } = readOptions(call.words.slice(1), {
    letters: 'nN',
    names,
    permuted: true,
  });
  const [operand, ...others] = operands;
  if (operand === undefined || others.length > 0) return [];
  const { decoded } = operand.value;
  const slash = /^([^/]+)\/(tcp|udp)$/.exec(decoded);
  const space = values.get('n')?.decoded;
  const protocol = slash ? slash[2] : space;
  if (protocol !== 'tcp' && protocol !== 'udp') return [];
  const port = slash ? slice(operand.value, 0, slash[1]?.length ?? 0) : operand.value;
  const rewrite = () => {
    const written = call.written();
    const index = written.indexOf(operand);
    if (protocol !== 'tcp' || values.has('4') || values.has('6') || index === undefined) {
      return undefined;
    }
    const from = values.has('n') ? indexOfNamespace(call, index) : index;
    if (from === undefined) return undefined;
    // What it says of a missing file goes where its table goes too.
    const words = call.stderrDiscarded || values.has('v') ? [SOCKET] : [SOCKET, HUSH];
    return allEdits([replaceWords(written.words[from], written.words[index], words)]);
  };
  return [{ host: undefined, port, transport: protocol, rewrite }];
};

/** The index of the `-n` of `-n tcp 4444`, where the three follow each other. */
function indexOfNamespace({ words, written }: ToolCall, operand: number): number | undefined {
  const option = words.find(({ value }) => value.decoded === '-n');
  const index = option && written().indexOf(option);
  return index === operand - 2 ? index : undefined;
}

export const PORT_USERS: readonly Program[] = [
  { names: ['lsof'], connects: { read: readLsof }, onlyTalks: true },
  { names: ['fuser'], connects: { read: readFuser }, onlyTalks: true },
];
