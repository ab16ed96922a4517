/**
 * The programs by which a script talks to a port of a machine, one row each with how its words are read.
 * This table is the one place that knows their names.
 */
import type { SimpleCommand } from '../../syntax/shell/tree.ts';
import { type MappedText, slice } from '../../text/mapped-text.ts';
import type { ClientEdit, ClientWord } from '../client.ts';
import type { Word } from '../invocation.ts';
import {
  hostAndPort,
  otherCommand,
  readSwitches,
  SOCAT_SOCKET,
  SOCKET,
  type ToolFinding,
  type ToolReader,
  targetOf,
  textWord,
} from './client-tool.ts';
import { baseName } from './domain/blocks.ts';
import { NETCATS } from './netcat.ts';
import { readFuser, readLsof } from './port-users.ts';
import { readSocat } from './socat.ts';
import { replaceInWord } from './written-words.ts';

/** What telnet prints about the connection. */
const TELNET_SAYS = ['Trying', 'Connected', 'Escape character', 'Connection', 'refused'];

/** telnet(1) of inetutils and of BSD; interactive as well, since socat passes a terminal's lines on. */
const readTelnet: ToolReader = (call) => {
  const { given, operands } = readSwitches(call.words.slice(1), 'eklnSX');
  const target = targetOf(operands);
  if (target === undefined) return [];
  const [host, port] = target;
  const plain = [...given.keys()].every((name) => '468EKLce'.includes(name));
  return [
    {
      host: host.text,
      port: port.text,
      transport: 'tcp',
      rewrite: ({ socat, netcat }) => {
        if (!plain) return undefined;
        return netcat && !socat
          ? otherCommand(call, [textWord('nc'), textWord('-U'), SOCKET])
          : otherCommand(call, socatLine([]));
      },
      says: call.read ? TELNET_SAYS : [],
    },
  ];
};

function socatLine(options: readonly string[]): readonly ClientWord[] {
  return [...['socat', ...options, '-'].map(textWord), SOCAT_SOCKET];
}

/** `curl -s telnet://localhost:4444`: with `--max-time` it waits for answers as long as that. */
const readCurl: ToolReader = (call) => {
  const words = call.words.slice(1);
  const url = words.find(({ text }) => /^telnet:\/\//i.test(text.text));
  if (url === undefined) return [];
  const end = url.text.text.replace(/\/$/, '').length;
  const target = hostAndPort(url.text, 'telnet://'.length, end);
  if (target === undefined) return [];
  const { given, operands } = readSwitches(words, 'm', ['max-time', 'connect-timeout']);
  const rewrite = (): readonly ClientEdit[] | undefined => {
    if (operands.length !== 1) return undefined;
    let seconds: Word | undefined;
    for (const [name, value] of given) {
      if (name === 'm' || name === 'max-time') seconds = value;
      else if (!CURL_QUIET.has(name)) return undefined;
    }
    if (seconds === undefined) return otherCommand(call, socatLine([]));
    const { text } = seconds.text;
    if (!/^\d+(?:\.\d+)?$/.test(text)) return undefined;
    const line = [textWord('timeout'), textWord(text), ...socatLine(['-t', text])];
    return otherCommand(call, line);
  };
  return [{ ...target, transport: 'tcp', rewrite }];
};

/** Options of curl about what it prints of its own, and about addresses. */
const CURL_QUIET: ReadonlySet<string> = new Set([
  ...['s', 'S', 'N', '4', '6', 'silent', 'show-error', 'no-buffer', 'ipv4', 'ipv6'],
  ...['no-progress-meter', 'connect-timeout'],
]);

/** QEMU's own scripts that take a path in the place of `host:port`. */
const readQmpShell: ToolReader = (call) => {
  const word = call.words.slice(1).find(({ text }) => /^[^-:/][^:/]*:[^:/]+$/.test(text.text));
  const target = word && hostAndPort(word.text);
  if (word === undefined || target === undefined) return [];
  const rewrite = () => {
    // qmp-shell takes what has one colon for a host and a port.
    const path = [{ kind: 'socket', within: 'qmp-shell' }] as const;
    const edit = replaceInWord(call.written, word, 0, word.text.text.length, [path]);
    return edit && [edit];
  };
  return [{ ...target, transport: 'tcp', rewrite }];
};

/** A program that nobody knows, such as `$NC`, with a host and a port beside each other among its words. */
export const readUnknown: ToolReader = ({ words }) => {
  return words.slice(1).flatMap((host, index): readonly ToolFinding[] => {
    const port = words[index + 2];
    const isPair = port && LOCAL.test(host.text.text) && /^\d{2,5}$/.test(port.text.text);
    const own = mentionsIn(host.text);
    if (!isPair) return own;
    return [...own, { host: host.text, port: port.text, transport: 'tcp', rewrite: undefined }];
  });
};

const LOCAL = /^(?:localhost|127\.0\.0\.1|0\.0\.0\.0|::1)$/;
const LOCAL_ADDRESS = /^(?:--?[\w-]*=)?(?:localhost|127\.0\.0\.1|0\.0\.0\.0|::1)(?::\d+)?$/;

/** A host and a port in the text of another language, beside each other or with a comma in between. */
const MENTION =
  /(?<![\w.-])(localhost|127\.0\.0\.1|0\.0\.0\.0|\[?::1\]?)["']?\)?[:,\s]\s*["']?(\d{2,5})(?![\w.])/g;

/** How many places of one command that name a port are looked at, and how much of a text. */
const MAX_MENTIONS = 16;
const MAX_LENGTH = 20_000;

/** Programs whose words or input are in a language of their own, or wait for a port in a way of their own. */
const readMentions: ToolReader = (call) => {
  const { words, input } = call;
  const script = words.findIndex(({ text }) => SCRIPT.test(text.text));
  const told = script === -1 ? [] : readScript({ ...call, words: words.slice(script) });
  const texts = [...words.slice(1).map(({ text }) => text), ...(input ? [input] : [])];
  return [...told, ...texts.flatMap((text) => mentionsIn(text))].slice(0, MAX_MENTIONS);
};

/** The file of a script in the language of one of these programs. */
const SCRIPT = /\.(?:py|pl|rb|js|php|lua|exp)$/;
/** The name of a program that speaks to a monitor. */
const SPEAKS = /qmp|hmp|qemu|monitor|(?:^|[-_])mon(?:[-_.]|$)/i;

/**
 * A script of the folder, such as `./qmp.py localhost 4444`. One that is called like a monitor's client
 * connects to whatever port is among its words; nobody looks into it.
 */
export const readScript: ToolReader = (call) => {
  const [name, ...words] = call.words;
  if (name === undefined) return [];
  const pairs = readUnknown(call);
  if (pairs.length > 0 || !maySpeak(name.text.text, words)) return pairs;
  return words.flatMap(({ text }): readonly ToolFinding[] => {
    const start = PORT_OPTION.exec(text.text)?.[0].length ?? 0;
    const port = slice(text, start);
    const isPort = /^\d{2,5}$/.test(port.text) || isPortVariable(port);
    return isPort ? [{ host: undefined, port, transport: 'tcp', rewrite: undefined }] : [];
  });
};

const PORT_OPTION = /^--?[\w-]*=/;

function isPortVariable({ pieces: [only, ...others] }: MappedText): boolean {
  return others.length === 0 && only?.kind === 'unknown' && /port/i.test(only.source);
}

/** Whether words are a script's, by its path, that may be given a port. */
export function isScript([name, ...words]: readonly Word[]): boolean {
  const path = name?.text.text ?? '';
  if (!path.includes('/') || READERS.has(baseName(path))) return false;
  return maySpeak(path, words);
}

/** Whether a script has the name of a monitor's client, or is given an address of this machine. */
function maySpeak(path: string, words: readonly Word[]): boolean {
  return SPEAKS.test(baseName(path)) || words.some(isThisMachine);
}

/** `localhost`, also with a port behind it or an option in front. */
function isThisMachine({ text }: Word): boolean {
  return LOCAL_ADDRESS.test(text.text);
}

function mentionsIn(text: MappedText): readonly ToolFinding[] {
  const found: ToolFinding[] = [];
  for (const match of text.text.slice(0, MAX_LENGTH).matchAll(MENTION)) {
    const [whole, host = '', port = ''] = match;
    const end = match.index + whole.length;
    found.push({
      host: slice(text, match.index, match.index + host.length),
      port: slice(text, end - port.length, end),
      transport: 'tcp',
      rewrite: undefined,
    });
    if (found.length >= MAX_MENTIONS) break;
  }
  return found;
}

const OTHERS = [
  ...['expect', 'python', 'python2', 'python3', 'perl', 'ruby', 'node', 'php', 'lua'],
  ...['wait-for-it', 'wait-for-it.sh', 'wait-for', 'wait-for.sh', 'dockerize', 'nmap', 'tcping'],
  ...['websocat', 'wscat', 'openssl', 'gnutls-cli', 'putty', 'plink', 'qmp', 'qemu-ga-client'],
  ...['pkill', 'pgrep'],
];

const READERS: ReadonlyMap<string, ToolReader> = new Map<string, ToolReader>([
  ...OTHERS.map((name) => [name, readMentions] as const),
  ...NETCATS,
  ['socat', readSocat],
  ['telnet', readTelnet],
  ['curl', readCurl],
  ['qmp-shell', readQmpShell],
  ['qmp-shell-wrap', readMentions],
  ['lsof', readLsof],
  ['fuser', readFuser],
]);

/** Whether a command of this name may connect to a port, or list who listens. */
export function mayTalk(name: string): boolean {
  return READERS.has(name) || LISTERS.has(name);
}

/**
 * Whether a command of a program that hardly ever talks to a port says that it does: `python3 -c '…'` with a
 * host of this machine in its text. True for all other programs.
 */
export function isWorthReading(name: string, { words, input }: SimpleCommand): boolean {
  const evidence = name === 'curl' ? /telnet:/i : OTHERS.includes(name) ? THIS_MACHINE : undefined;
  if (evidence === undefined) return true;
  return [...words, ...(input ? [input] : [])].some((word) => {
    if (word.plain !== undefined) return evidence.test(word.plain);
    return word.parts.some((part) => part.kind === 'text' && evidence.test(part.text.text));
  });
}

const THIS_MACHINE = /localhost|127\.0\.0\.1|0\.0\.0\.0|::1|qmp|hmp|qemu|mon(?:itor)?[-_.]/;

/** Programs that print who listens, for another one to search in. */
export const LISTERS: ReadonlySet<string> = new Set(['ss', 'netstat']);

/** What reads a command of this name; of `python3 qmp-shell …` the script decides. */
export function toolReader(words: readonly Word[]): {
  readonly name: string;
  readonly read: ToolReader | undefined;
  readonly words: readonly Word[];
} {
  const name = baseName(words[0]?.text.text ?? '');
  if (/^python/.test(name)) {
    const index = words.findIndex(({ text }) => baseName(text.text) === 'qmp-shell');
    if (index > 0) return { name: 'qmp-shell', read: readQmpShell, words: words.slice(index) };
  }
  return { name, read: READERS.get(name), words };
}

/** Whether a script inside a string may hold a client; nearly none does. */
export function mayNameClient(text: string): boolean {
  return CLIENT_NAMES.test(text);
}

const CLIENT_NAMES =
  /\/dev\/tcp\/|\b(?:nc|ncat|netcat|nc\.openbsd|nc\.traditional|socat|telnet|qmp-shell|lsof|fuser|ss|netstat)\b/;
