/** Options with values: `"-monitor", "tcp:…"`, or in consecutive calls: `.arg("-qmp").arg("tcp:…")`. */
import type { LiteralToken } from '../../syntax/literals/tree.ts';
import { LIMITS } from '../../text/limits.ts';
import type { MappedText } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import { ALL_MONITOR_OPTIONS, oneOf } from '../monitor-options.ts';
import { calleeOf, isDeadText } from './dead-text.ts';
import { DISPLAY_OPTIONS } from './displays.ts';
import type { Program } from './program.ts';
import type { Values } from './values.ts';

export interface OptionPair {
  readonly index: number;
  readonly token: LiteralToken;
  readonly name: string;
  readonly dashes: 1 | 2;
  readonly values: readonly MappedText[];
  /** Whether no value was found. */
  readonly isAlone: boolean;
  readonly valueAt: Span;
  /** Equal for pairs of one list. */
  readonly list: string;
  readonly scope: number;
}

const OTHERS = ['object', 'sandbox', 'name', 'gdb', 'qtest', ...DISPLAY_OPTIONS];

/** Options that make or change monitors. */
export const LIST_OPTIONS = [...ALL_MONITOR_OPTIONS, ...OTHERS];
const OPTIONS = new RegExp(`^(--?)(${oneOf(LIST_OPTIONS)})$`);

/** Calls that convert a string. */
export const WRAPS =
  /^(?:from|String|QString|QStringLiteral|QLatin1String|OsString|new|string|strdup|g_strdup|_T|TEXT|L|str|Some|Text|text|OsStr|CString|s|std|u8|wstring)$/;
/** Methods that keep a text: `"-qmp".to_string()`. */
export const CONVERTS =
  /^(?:to_string|to_owned|into|as_str|as_ref|clone|c_str|toString|unwrap|to_os_string)$/;

/** A file's options in order. */
export function pairsOf(program: Program, values: Values): readonly OptionPair[] {
  const { file, tokenAt, setLength } = program;
  const pairs: OptionPair[] = [];
  let looked = 0;
  for (let index = 0; index < file.tokens.length; index++) {
    const token = file.tokens[index];
    if (token?.kind !== 'literal') continue;
    const { start, end } = token.inner;
    const [, dashes, name] = OPTIONS.exec(file.source.slice(start + setLength(index), end)) ?? [];
    if (dashes === undefined || name === undefined) continue;
    if (++looked > LIMITS.pieces) break;
    const starts = valueStarts(program, index).filter((start) => tokenAt(start));
    if (isDeadText(program, index)) continue;
    const read = starts.map((start) => values.whole(start));
    const [{ at } = { at: { start: token.start, end: token.end } }] = read;
    const alternatives = read.flatMap((one) => one.alternatives);
    pairs.push({
      index,
      token,
      name,
      dashes: dashes.length === 2 ? 2 : 1,
      values: alternatives,
      isAlone: starts.length === 0,
      valueAt: at,
      list: listOf(program, index),
      scope: program.scopeOf(index),
    });
  }
  return pairs;
}

function valueStarts(program: Program, index: number): readonly number[] {
  const found = valueStart(program, index);
  if (found === undefined) return [];
  return typeof found === 'number' ? [found] : found;
}

function valueStart(program: Program, index: number): number | readonly number[] | undefined {
  const { textAt, plainAt, tokenAt, language } = program;
  let at = index + 1;
  let parent = tokenAt(index)?.parent ?? -1;
  for (let steps = 0; steps < 8; steps++) {
    const text = textAt(at);
    if (text === '.' && CONVERTS.test(textAt(at + 1)) && textAt(at + 2) === '(') {
      at = (plainAt(at + 2)?.match ?? at + 2) + 1;
      continue;
    }
    if (text === '.' && textAt(at + 1) === 'into') return undefined;
    if (text === ',') return /^[)\]}]$/.test(textAt(at + 1)) ? undefined : at + 1;
    if (text === '<<') return at + 1;
    if ((text === ':' || text === '=' || text === '=>') && isKey(program, index)) return at + 1;
    if (text === ')') {
      const callee = calleeOf(program, parent);
      if (callee === undefined || (WRAPS.test(callee) && parent === index - 1)) {
        parent = tokenAt(parent)?.parent ?? -1;
        at++;
        continue;
      }
      return nextCall(program, parent, at, callee);
    }
    if (text === ']' && textAt(parent) === '[') {
      // `args["-qmp"] = "tcp:…"`, but not `args += ["-qmp"]`.
      return textAt(at + 1) === '=' && parent === index - 1 ? at + 2 : undefined;
    }
    if (text === ';' || (text !== '' && tokenAt(at)?.isFirst))
      return nextAssignment(program, index, at);
    break;
  }
  const next = tokenAt(at);
  if (language.neighbours !== 'elements' || next === undefined) return undefined;
  if (language.lines && next.isFirst && !isInBrackets(program, index)) return undefined;
  return next.kind === 'literal' || next.kind === 'name' || textAt(at) === '(' ? at : undefined;
}

/** `{"-monitor": "tcp:…"}`, `('-monitor' => 'tcp:…')` */
function isKey({ textAt }: Program, index: number): boolean {
  return /^[{,(]$/.test(textAt(index - 1));
}

function isInBrackets({ tokenAt, textAt, isBlock }: Program, index: number): boolean {
  const parent = tokenAt(index)?.parent ?? -1;
  return parent !== -1 && !isBlock(parent) && textAt(parent) !== '';
}

/** The first argument of the next same call: `.arg("-qmp").arg("tcp:…")`. */
function nextCall(
  program: Program,
  open: number,
  close: number,
  callee: string,
): number | readonly number[] | undefined {
  const { textAt, tokenAt } = program;
  const next = close + 1;
  if (/^(?:\.|\?\.|->)$/.test(textAt(next)) && textAt(next + 1) === callee) {
    return textAt(next + 2) === '(' ? next + 3 : undefined;
  }
  const isStatement = textAt(next) === ';' || tokenAt(next)?.isFirst;
  const first = program.statementStart(open);
  if (!isStatement || open - first > 12) return undefined;
  const same = { program, first, open };
  return nextStatements(same, next).flatMap((start) => addedBy(same, start) ?? []);
}

/** A statement that appends to a list: its first token and its call's bracket. */
interface Adding {
  readonly program: Program;
  readonly first: number;
  readonly open: number;
}

function addedBy({ program, first, open }: Adding, start: number): number | undefined {
  const { textAt, plainAt, tokenAt } = program;
  const length = open - first;
  for (let step = 0; step <= length; step++) {
    if (textAt(start + step) !== textAt(first + step)) return undefined;
  }
  const at = start + length + 1;
  // `args = append(args, "-qmp")`: the list is the first argument.
  const isList = textAt(at) !== '' && textAt(at + 1) === ',' && textAt(open + 1) === textAt(at);
  const value = isList ? at + 2 : at;
  return plainAt(start + length)?.text === '(' && tokenAt(value) ? value : undefined;
}

/** The next statement with the same first name, in the block or each arm of a condition. */
function nextStatements(same: Adding, from: number): readonly number[] {
  const { program, first } = same;
  const { textAt, plainAt, tokenAt, statementStart } = program;
  const parent = tokenAt(first)?.parent;
  const arms: number[] = [];
  let at = from;
  while (at < from + LIMITS.definitions) {
    const token = tokenAt(at);
    if (token === undefined || token.parent !== parent) return arms;
    const isFree = textAt(at - 1) === ';' || token.isFirst;
    const isStatement = isFree && statementStart(at) === at;
    if (isStatement && arms.length > 0 && !/^(?:else|\})/.test(textAt(at))) return arms;
    if (isStatement && textAt(at) === textAt(first)) return [at];
    const bracket = plainAt(at);
    if (bracket?.text === '{' && bracket.match > at) {
      const inside = firstInside(same, at, bracket.match);
      if (inside !== undefined) arms.push(inside);
    }
    at = program.behind(at);
  }
  return arms;
}

function firstInside({ program, first }: Adding, open: number, close: number): number | undefined {
  const { textAt, tokenAt, statementStart } = program;
  for (let at = open + 1; at < Math.min(close, open + LIMITS.definitions); at++) {
    if (tokenAt(at)?.parent !== open || textAt(at) !== textAt(first)) continue;
    if (statementStart(at) === at) return at;
  }
  return undefined;
}

/** The next value assigned to the same target: `argv[n++] = "-qmp"; argv[n++] = "tcp:…";` */
function nextAssignment(program: Program, index: number, end: number): number | undefined {
  const { textAt, plainAt, statementStart, language } = program;
  const start = textAt(end) === ';' ? end + 1 : end;
  const first = statementStart(index);
  const operator = textAt(index - 1);
  // `push @args, '-qmp';`
  const isCall = language.callsBare && (plainAt(index - 1)?.kind === 'name' || operator === ',');
  if (isCall || /^(?:=>|:|<<)$/.test(operator)) return sameAgain(program, first, index, start);
  if (operator !== '=' && operator !== '+=') return undefined;
  if (textAt(first) === '' || textAt(first) !== textAt(start) || index - first > 10)
    return undefined;
  // Only `+=` and indexed targets continue.
  if (operator === '=' && textAt(first + 1) !== '[' && textAt(first) !== '*') return undefined;
  for (let at = start; at < start + 12; at++) if (textAt(at) === operator) return at + 1;
  return undefined;
}

/** The value of a like statement without brackets: `v.qemuargs :value => "-qmp"`. */
function sameAgain(
  { textAt, statementStart }: Program,
  first: number,
  index: number,
  start: number,
): number | undefined {
  const length = index - first;
  if (length > 10 || statementStart(start) !== start) return undefined;
  for (let step = 0; step < length; step++) {
    if (textAt(first + step) === '' || textAt(first + step) !== textAt(start + step))
      return undefined;
  }
  return start + length;
}

const ADDS =
  /^(?:arg|args|add|addAll|append|push|push_back|emplace_back|pushBack|Add|AddRange|addArg|addArgs|appendSlice|extend|insert|addArgument|addArguments|add_arg|add_args|option|Append|AddArg|AddArgs|enqueue|unshift|concat|of|asList|splice)$/;

function listOf(program: Program, index: number): string {
  const { tokenAt, textAt, isBlock } = program;
  let at = index;
  for (let steps = 0; steps < 12; steps++) {
    const parent = tokenAt(at)?.parent ?? -1;
    if (parent === -1 || isBlock(parent)) break;
    const callee = calleeOf(program, parent);
    const isPair =
      callee === undefined && /^[[({]$/.test(textAt(parent)) && isNested(program, parent);
    const isAdder = callee !== undefined && ADDS.test(callee);
    if (!isPair && !isAdder && !(callee !== undefined && WRAPS.test(callee)))
      return `list ${parent}`;
    at = parent;
  }
  const parent = tokenAt(at)?.parent ?? -1;
  const first = program.statementStart(at);
  const name = textAt(first) === '*' ? textAt(first + 1) : program.wordAt(first);
  // A command of a batch file or of PowerShell is a list of its own.
  const isCommand = program.language.ignoresCase && !/^(?:\$|@?set$)/i.test(name);
  return isCommand ? `command ${first}` : `block ${parent} ${name}`;
}

/** `[["-qmp", "tcp:…"], …]` */
function isNested({ textAt, tokenAt, isBlock }: Program, open: number): boolean {
  const parent = tokenAt(open)?.parent ?? -1;
  if (parent === -1 || isBlock(parent)) return false;
  return /^[[,({]$/.test(textAt(open - 1)) && textAt(parent) !== '(';
}
