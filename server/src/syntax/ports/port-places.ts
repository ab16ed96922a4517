/** Finds places that name a port as a client does: `localhost 4444`. Why: docs/decisions/clients-follow.md */
import { LIMITS } from '../../text/limits.ts';
import { once, readOnce } from '../../text/lookup.ts';
import type { Span } from '../../text/span.ts';
import { commentsOf, type InComment } from './comment-reader.ts';
import { statementAt, type Token } from './statement-tokens.ts';

interface NamedPort extends Span {
  /** Whether a QEMU listens there: `tcp::4444,server`. */
  readonly serves?: true;
}

/** The `4444` of `nc localhost 4444`, and where a QEMU listens on it. `port` may be a name (`MON_PORT`) or a path. */
export function portPlaces(path: string, text: string, port: string): readonly NamedPort[] {
  const comments = once(() => commentsOf(path, text));
  const found = new Map<number, NamedPort>();
  if (isSocketPath(port)) return pathPlaces(text, port, comments);
  for (const place of occurrences(text, port)) {
    const statement = statementAt(text, place.start, place.end);
    const holder = holderOf(statement);
    // If a name holds the port, its uses are the places, and its definition for other files.
    const uses = holder === undefined ? [] : usesOf(path, text, holder, comments);
    const isNamed = uses.length === 0 || isShared(statement);
    if (comments()(place.start)) continue;
    if (roleInWord(statement) === 'serves') found.set(place.start, { ...place, serves: true });
    if (isNamed && (isNamedByClient(statement, port, path) || isForFunction(text, statement))) {
      found.set(place.start, place);
    }
    for (const use of uses) found.set(use.start, use);
    if (found.size >= LIMITS.definitions) break;
  }
  return [...found.values()]
    .toSorted((one, other) => one.start - other.start)
    .slice(0, LIMITS.definitions);
}

/** Whether a spelling is a socket's path or abstract name. */
export function isSocketPath(spelling: string): boolean {
  return /^(?:\/|@|ABSTRACT-)/.test(spelling);
}

/** `/tmp/vm.sock`, but not the beginning of `/tmp/vm.sock.bak`. `/tmp/vm$i/m` is also `/tmp/vm"$i"/m`. */
function pathPlaces(text: string, path: string, comments: () => InComment): readonly NamedPort[] {
  const found: NamedPort[] = [];
  for (const { index: start, 0: own } of text.matchAll(spelledWithQuotes(path))) {
    const end = start + own.length;
    const isWhole =
      !/[\w./]/.test(text[start - 1] ?? '') && !/^(?:[\w/-]|\.\w)/.test(text.slice(end, end + 2));
    if (!isWhole || comments()(start)) continue;
    const isServed = roleInWord(statementAt(text, start, end)) === 'serves';
    found.push({ start, end, ...(isServed && { serves: true }) });
    if (found.length === LIMITS.definitions) break;
  }
  return found;
}

/** A path, possibly with quotes around expansions. */
function spelledWithQuotes(path: string): RegExp {
  const parts = path.split(/(\$(?:\w+|\{\w+\}))/);
  const last = parts.at(-1) === '' ? parts.length - 2 : parts.length - 1;
  const spelled = parts.slice(0, last + 1).map((part) => part.replaceAll(/\W/g, '\\$&'));
  return new RegExp(spelled.join(`["']*`), 'g');
}

/** Where a text uses a name as a client uses a port. */
function usesOf(
  path: string,
  text: string,
  name: string,
  comments: () => InComment,
): readonly Span[] {
  const uses: Span[] = [];
  for (const place of occurrences(text, name)) {
    const statement = statementAt(text, place.start, place.end);
    if (!isNamedByClient(statement, name, path) || comments()(place.start)) continue;
    uses.push(place);
    if (uses.length === LIMITS.definitions) break;
  }
  return uses;
}

/** Where a number or name is a whole word. A field `.Mgmt` is in `instance.Mgmt`. */
function* occurrences(text: string, port: string): Generator<Span> {
  if (port === '') return;
  const isField = port.startsWith('.');
  for (let at = text.indexOf(port); at !== -1; at = text.indexOf(port, at + port.length)) {
    const end = at + port.length;
    let start = at;
    while (isField && at - start < LIMITS.group && /[\w.]/.test(text[start - 1] ?? '')) start--;
    if (start < at === isField && isApart(text, start, end)) yield { start, end };
  }
}

/** The name that gets the port alone: `P` of `P=4444`, `const p: u16 = 4444`. */
function holderOf({ tokens, index }: Statement): string | undefined {
  const before = tokens
    .slice(0, index)
    .filter(({ kind, text }) => kind !== 'space' && !/["'`]/.test(text));
  const last = before.findLastIndex(({ text }) => /^[\n;&|]$/.test(text));
  const line = before.slice(last + 1);
  const [mark, ...others] = line.toReversed();
  if (mark?.text !== '=') return loopVariable(line);
  const names = others.filter(({ kind, text }) => kind === 'word' && !TYPE.test(text));
  const isPlain = others.every(({ kind, text }) => kind === 'word' || /^[:?$]$/.test(text));
  return isPlain && names[0] ? names[0].text : undefined;
}

/** `p` of `for p in 4444 4445`; undefined for other lists. */
function loopVariable(line: readonly Token[]): string | undefined {
  const list = line.findLastIndex(({ text }) => text === 'in');
  if (list < 2 || line[list - 2]?.text !== 'for') return undefined;
  const isList = line
    .slice(list + 1)
    .every(({ kind, text }) => kind === 'number' || /[,([{]/.test(text));
  return isList ? line[list - 1]?.text : undefined;
}

/** Whether a shell function passes its argument to a client: `stop 4444`. */
function isForFunction(text: string, { tokens, index }: Statement): boolean {
  const start = tokens.findLastIndex(({ text: mark }, at) => at < index && /^[\n;&|]$/.test(mark));
  const name = tokens.slice(start + 1, index).find(({ kind }) => kind !== 'space');
  if (name?.kind !== 'word') return false;
  const head = headsIn(text).get(name.text);
  return head !== undefined && CLIENT_WITH_ARGUMENT.test(text.slice(head, head + LIMITS.pieces));
}

/** Where the first shell function of each name begins. */
const headsIn = readOnce((text): ReadonlyMap<string, number> => {
  const heads = Array.from(
    text.matchAll(HEAD),
    ({ 1: name = '', index }) => [name, index] as const,
  );
  return new Map(heads.reverse());
});

const HEAD = /^[ \t]*(?:function[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*\(\)/gm;
const CLIENT_WITH_ARGUMENT = /\b(?:nc|ncat|netcat|socat|telnet)\b[^\n]*\$\{?[1-9@*]/;

function isShared({ tokens, index }: Statement): boolean {
  return tokens.slice(0, index).some(({ text }) => /^(?:export|setenv|ENV)$/.test(text));
}

/** Whether it is no part of a longer number, version or name. */
function isApart(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 2), start);
  const isNumber = /\d/.test(text[start] ?? '');
  if (/\w$/.test(before)) return false;
  if (!isNumber) return !/^\w/.test(text.slice(end, end + 1));
  if (/\d\.$|[\d\w]-$/.test(before)) return false;
  return !/^(?:\.\w|-\d)/.test(text.slice(end, end + 2)) && isSuffix(text, end);
}

/** A number may have a type behind it: `4444u16`. */
function isSuffix(text: string, end: number): boolean {
  const [behind = ''] = /^\w*/.exec(text.slice(end, end + 10)) ?? [];
  return behind === '' || /^_?(?:[ui](?:16|32|64|size)?|[uUlL]+)$/.test(behind);
}

interface Statement {
  readonly tokens: readonly Token[];
  readonly index: number;
}

function isNamedByClient(statement: Statement, port: string, path: string): boolean {
  const { tokens, index } = statement;
  if (roleInWord(statement) !== undefined) return false;
  if (/^\D/.test(port) && isDefined(statement)) return false;
  const host = hostBefore(tokens, index);
  if (host === 'this') return true;
  if (host === 'other') return false;
  if (callsAround(tokens, index).some((name) => LISTENS.test(name))) return false;
  // Numbers below 10, and 80, count only beside a host: they are too common.
  if (/^(?:\d|80)$/.test(port)) return false;
  return (
    hasKey(tokens, index) ||
    hasCall(tokens, index) ||
    hasTool(tokens, index) ||
    isDevice(tokens, index) ||
    isScriptArgument(tokens, index) ||
    isPublished(tokens, index) ||
    isEnvironment(tokens, index, port) ||
    (/^\D/.test(port) && isHandedOn(tokens, index, path))
  );
}

/** `/dev/tcp/$HOST/4444` of bash. */
function isDevice(tokens: readonly Token[], index: number): boolean {
  const start = tokens.findLastIndex(({ kind }, at) => at < index && kind === 'space') + 1;
  const word = tokens.slice(start, index).map(({ text }) => text);
  return /\/dev\/(?:tcp|udp)\/[^/]+\/\$?\{?$/.test(word.join(''));
}

/** `MON_PORT=1`, `MON_PORT: 1`, `MON_PORT ?= 1`. */
function isDefined({ tokens, index }: Statement): boolean {
  if (/[${(.]/.test(tokens[index - 1]?.text ?? '')) return false;
  const [first, second] = tokens
    .slice(index + 1)
    .filter(({ kind, text }) => kind !== 'space' && text !== '"');
  return (first?.text === '=' && second?.text !== '=') || /^[:?+]$/.test(first?.text ?? '');
}

/** Options of QEMU without a monitor, or that forward a port. */
const OTHER_OPTION = /^(?:gdb|vnc|spice|incoming|netdev|nic|net|device|drive)$/;
/** Options of QEMU that may have a monitor, with an address or variable. */
const MONITOR_OPTION = /^(?:monitor|qmp|qmp-pretty|serial|parallel|debugcon|chardev)$/;
const DEVICE = /^["']?(?:\$|(?:mon:)?(?:tcp|telnet|websocket|udp):|socket,)/;
const FORWARD = /(?:host|guest)fwd=/;
const SERVES = /,(?:server|nowait|wait=)|\bserver=on/;

/** What QEMU does with a port: listen (`serves`), or forward or use it otherwise (`other`). */
function roleInWord({ tokens, index }: Statement): 'serves' | 'other' | undefined {
  const first = tokens.findLastIndex(({ kind }, at) => at < index && kind === 'space') + 1;
  const behind = tokens.findIndex(
    ({ kind, text }, at) => at > index && (kind === 'space' || text === '\n'),
  );
  const word = tokens.slice(first, behind === -1 ? undefined : behind);
  const written = word.map(({ text }) => text).join('');
  if (FORWARD.test(written)) return 'other';
  if (SERVES.test(written)) return 'serves';
  const option = tokens[first - 2];
  if (option?.kind !== 'word' || tokens[first - 3]?.text !== '-') return undefined;
  const isOther = OTHER_OPTION.test(option.text);
  return isOther || (MONITOR_OPTION.test(option.text) && DEVICE.test(written))
    ? 'other'
    : undefined;
}

const THIS_HOST = /^(?:localhost(?:\.localdomain)?|ip6-localhost|loopback)$/i;
const THIS_ADDRESS = /^(?:127(?:\.\d+){1,3}|0\.0\.0\.0)$/;
/** Names of variables and constants that hold a host. */
const HOST_NAME =
  /(?:^|[._-])(?:host(?:name)?|addr(?:ess)?|ip|server|loopback|localhost|any|h|inaddr_\w+)$/i;

/** The host beside a port; undefined without one. */
function hostBefore(tokens: readonly Token[], index: number): 'this' | 'other' | undefined {
  let isApartFrom = false;
  let hasColon = false;
  for (let at = index - 1; at >= 0 && index - at <= LIMITS.kept; at--) {
    const { kind, text } = tokens[at] ?? { kind: 'mark', text: '' };
    if (kind === 'word') {
      if (THIS_HOST.test(text)) return isApartFrom ? 'this' : undefined;
      if (HOST_NAME.test(text))
        return isApartFrom && !isKeyMark(tokens, at, index) ? 'this' : undefined;
      return hasColon && tokens[index - 1]?.text === ':' && /\.\w/.test(text) ? 'other' : undefined;
    }
    if (kind === 'dotted') {
      if (!/^\d+\.\d+\.\d+(?:\.\d+)?$/.test(text) && !THIS_ADDRESS.test(text)) return undefined;
      return THIS_ADDRESS.test(text) ? 'this' : isApartFrom ? 'other' : undefined;
    }
    // `::1`, with or without brackets.
    if (kind === 'number') {
      const isSix = text === '1' && tokens[at - 1]?.text === ':' && tokens[at - 2]?.text === ':';
      return isSix && isApartFrom ? 'this' : undefined;
    }
    if (/[;&|<>+*?!\n]/.test(text) || (text === '-' && isApartFrom)) return undefined;
    if (/[\s,:/]/.test(text)) isApartFrom = true;
    if (text === ':') hasColon = true;
  }
  return undefined;
}

/** Whether the name holds the port: `addr = 4444`. */
function isKeyMark(tokens: readonly Token[], name: number, index: number): boolean {
  return tokens.slice(name + 1, index).every(({ text, kind }) => kind === 'space' || text === '=');
}

/** Words with `port` in them that name no port. */
const NO_PORT = /^(?:im|ex|re|sup|trans|pass|view|air|tele|de|pur|rap|heli|unsup)ports?$/;
const PORT_PART = /^(?:\w{0,6}ports?\d*|mon(?:itor)?|qmp|hmp|telnet)$/;
const TYPE =
  /^(?:u?int(?:16|32|64)?(?:_t)?|[ui](?:16|32|64|size)|usize|short|unsigned|long|number|str|String|Integer|in_port_t|const|char|env|default|optional|std\.env|type)$/;
/** Options with a port: `-p 4444`, `-L 4444:…`. */
const PORT_OPTION = /^(?:[pPLR]|publish|expose|forward)$/;

/** Whether a name before the port holds or takes ports: `PORT=`, `--port`, `"port":`. */
function hasKey(tokens: readonly Token[], index: number): boolean {
  let isAssigned = false;
  for (let at = index - 1; at >= 0 && index - at <= LIMITS.several; at--) {
    const { kind, text } = tokens[at] ?? { kind: 'mark', text: '' };
    if (kind === 'word') {
      if (TYPE.test(text)) continue;
      const isOption = tokens[at - 1]?.text === '-';
      if (isOption && PORT_OPTION.test(text)) return true;
      if (/^(?:EXPOSE|target|published)$/.test(text)) return true;
      if (!isPortName(text)) return false;
      return isAssigned || isOption || !/^ports?$/i.test(text) || isDefinition(tokens, at, index);
    }
    if (kind === 'number' || kind === 'dotted') return isPublished(tokens, index) && continues(at);
    if (/[=:,('"{>]/.test(text)) isAssigned = true;
    else if (!/[\s[$?+\-\\)`]/.test(text)) return false;
  }
  return false;
  function continues(at: number): boolean {
    return hasKey(tokens, at);
  }
}

/** Whether a line defines a port: `EXPOSE`, `#define PORT 4444`, or the port alone. */
function isDefinition(tokens: readonly Token[], name: number, index: number): boolean {
  const before = tokens.slice(0, name).filter(({ kind }) => kind !== 'space');
  const behind = tokens.slice(index + 1).filter(({ kind }) => kind !== 'space');
  if (before.length === 0 && behind.length === 0) return true;
  return /^(?:set|define|ENV|ARG|setenv|let|const)$/.test(before.at(-1)?.text ?? '');
}

/** Whether a port or monitor has such a name: `monPort`, `hmp`, but not `report`. */
export function isPortName(name: string): boolean {
  const parts = name
    .replace(/([a-z0-9])(?=[A-Z])/g, '$1_')
    .toLowerCase()
    .split(/[._-]/);
  return parts.some((part) => PORT_PART.test(part) && !NO_PORT.test(part));
}

/** Functions that connect or make an address, by the end of their name. */
const CONNECTS =
  /connect|dial|telnet|client|socket|endpoint|sockaddr|htons|tcpstream|portnumber|open_?tcp|wait_?(?:for_?)?port/i;
const LISTENS = /(?:^|[._])(?:bind|listen|serve)\w*$/i;

/** The innermost calls around a port. */
function callsAround(tokens: readonly Token[], index: number): readonly string[] {
  let depth = 0;
  const calls: string[] = [];
  for (let at = index - 1; at >= 0 && calls.length < LIMITS.few; at--) {
    const { text } = tokens[at] ?? { text: '' };
    if (text === ')') depth++;
    if (text !== '(') continue;
    if (depth > 0) {
      depth--;
      continue;
    }
    const name = tokens[at - 1];
    if (name?.kind === 'word') calls.push(name.text);
  }
  return calls;
}

function hasCall(tokens: readonly Token[], index: number): boolean {
  if (callsAround(tokens, index).some((name) => CONNECTS.test(name))) return true;
  // Ruby and others leave the parentheses out.
  return tokens
    .slice(0, index)
    .some(({ kind, text }) => kind === 'word' && /TCPSocket|TcpClient/.test(text));
}

/** Programs that connect to or list ports; `nc` and `ss` only where a command begins. */
const TOOLS =
  /^(?:ncat|netcat|socat|telnet|netstat|lsof|fuser|nmap|tcping|wait-for-it(?:\.sh)?|wait-for(?:\.sh)?|dockerize|qmp-shell|websocat|putty|plink|iptables|nft|ufw|firewall-cmd|nc\.\w+)$/;
const SHORT_TOOLS = /^(?:nc|ss)$/;
const COMMAND =
  /^(?:[;&|(`!\n'"$@/-]|do|then|else|while|until|if|sudo|exec|time|timeout|busybox|watch|parallel|run|xargs|spawn|\d\w*)$/;
/** A project's program for monitors, by its name. */
const SPEAKER = /(?:qmp|hmp|monitor|(?:^|[-_])mon)[\w-]*\.(?:py|sh|rb|pl|lua|js|exp)$/i;

/** Whether a program before the port connects to it, without another host. */
function hasTool(tokens: readonly Token[], index: number): boolean {
  const tool = tokens.findIndex(({ kind, text }, at) => {
    if (kind !== 'word' || at >= index) return false;
    if (TOOLS.test(text) || SPEAKER.test(text)) return true;
    if (!SHORT_TOOLS.test(text)) return false;
    const before = tokens.slice(0, at).findLast((one) => one.kind !== 'space');
    return before === undefined || COMMAND.test(before.text);
  });
  if (tool === -1) return false;
  const name = tokens[tool]?.text ?? '';
  const isNetcat = /^(?:n(?:et)?c(?:at|\.\w+)?|telnet|socat)$/.test(name);
  if (isNetcat && listens(tokens.slice(tool + 1, index))) return false;
  // The word before the port is the host.
  const words = tokens.slice(tool + 1, index).filter(({ kind }) => kind !== 'space');
  const last = words.at(-1);
  if (!isNetcat || last?.kind !== 'word') return true;
  return (
    THIS_HOST.test(last.text) ||
    words.at(-2)?.text === '-' ||
    words.at(-2)?.text === '$' ||
    last.text === 'to'
  );
}

/** A project's program, by its name: `ctl.py`. */
const SCRIPT = /\.(?:sh|bash|zsh|py|rb|pl|lua|[cm]?js|ts|exp|tcl)$/;
/** Starts machines instead of connecting to them. */
const LAUNCHER = /^(?:run|start|launch|boot)\b/;
const BEFORE_COMMAND = /^(?:[;&|(`!\n]|do|then|else|while|until|if)$/;

/** Whether a port is an argument, but no option's value, of a project's program: `./client 4444`. */
function isScriptArgument(tokens: readonly Token[], index: number): boolean {
  const words = tokens.slice(0, index).filter(({ text }) => !/["']/.test(text));
  if (words.at(-1)?.kind !== 'space' || words.at(-3)?.text === '-') return false;
  const begins = words.findLastIndex(({ text }) => BEFORE_COMMAND.test(text)) + 1;
  const command = words.slice(begins);
  const first = command.findIndex(({ kind }) => kind !== 'space');
  const [one, two] = command.slice(first).map(({ text }) => text);
  if (command.some(({ text }) => LAUNCHER.test(text))) return false;
  const isOwn = one === '$' || (one === '.' && two === '/');
  return isOwn || command.some(({ kind, text }) => kind === 'word' && SCRIPT.test(text));
}

/** Whether netcat or socat opens a port: `-lp 4444`, `TCP-LISTEN:4444`. */
function listens(words: readonly Token[]): boolean {
  return words.some(({ kind, text }, at) => {
    if (kind !== 'word') return false;
    if (/-listen$/i.test(text)) return true;
    return /^[vnku]*l[vnkup]*$|^listen$/.test(text) && words[at - 1]?.text === '-';
  });
}

/** Whether two ports are bound to each other: `4444:4444`. */
function isPublished(tokens: readonly Token[], index: number): boolean {
  const isPair = (mark: number, other: number): boolean =>
    tokens[mark]?.text === ':' &&
    tokens[other]?.kind === 'number' &&
    /^\d{2,5}$/.test(tokens[other]?.text ?? '');
  if (!isPair(index - 1, index - 2) && !isPair(index + 1, index + 2)) return false;
  const first = tokens[index - 1]?.text === ':' ? index - 2 : index;
  // An item of a list, or behind an option; three numbers are a time.
  const before = tokens[first - 1];
  return (
    before !== undefined &&
    /["'\s]/.test(before.text) &&
    tokens[index + 3]?.text !== ':' &&
    isListed(tokens, first)
  );
}

/** Whether only a dash, quotes or a port's option precede a value on its line. */
function isListed(tokens: readonly Token[], first: number): boolean {
  const before = tokens
    .slice(0, first)
    .filter(({ kind, text }) => kind !== 'space' && !/["']/.test(text));
  const last = before.at(-1);
  if (last === undefined || last.text === '-' || last.text === '\n') return true;
  return last.kind === 'word' && PORT_OPTION.test(last.text);
}

/** Whether a name is read from the environment: `os.environ["MON_PORT"]`, `$env:MON_PORT`. */
function isEnvironment(tokens: readonly Token[], index: number, port: string): boolean {
  if (!/^[A-Za-z_]/.test(port)) return false;
  return tokens
    .slice(Math.max(0, index - 6), index)
    .some(({ kind, text }) => kind === 'word' && /env(?:iron)?$/i.test(text));
}

const QUIET_CALL =
  /(?:^|[._])(?:print\w*|echo|format|str|repr|int|len|log\w*|debug|info|warn\w*|error|join|append|range|isinstance|Sprintf|Printf|Println|def|function|fn|func|if|while|for|switch|return)$/;

/** Whether a call gets a name, in a language of calls. */
function isHandedOn(tokens: readonly Token[], index: number, path: string): boolean {
  if (!/\.(?:py|[cm]?[jt]s|rb|lua|go|rs|java|kt|cs|pl|c|cc|cpp|swift|php)$/.test(path))
    return false;
  const open = tokens.findLastIndex(({ text }, at) => at < index && text === '(');
  const isClosed = tokens.slice(open + 1, index).some(({ text }) => text === ')');
  const name = tokens[open - 1];
  if (open === -1 || isClosed || name?.kind !== 'word' || QUIET_CALL.test(name.text)) return false;
  const before = tokens.slice(0, open - 1).findLast(({ kind }) => kind !== 'space');
  const last = tokens[index - 1]?.text ?? '';
  return !/^(?:def|function|fn|func|async)$/.test(before?.text ?? '') && /[(,\s=]/.test(last);
}
