/** Reads shell scripts with unbash into `tree.ts`. */

import { type ParsedScript, parse } from 'unbash';
import { fuelFor, spend } from '../../text/fuel.ts';
import { LIMITS } from '../../text/limits.ts';
import type { Span } from '../../text/span.ts';
import { wordSet } from '../../text/split-words.ts';
import { type Dialect, dialectOf } from './dialect.ts';
import { visitNodes, wordsOf } from './inside.ts';
import { parseArithmetic } from './read/arithmetic.ts';
import { readStatement, readStatements } from './read/nodes.ts';
import { deepIn, type ReadContext } from './read/read-context.ts';
import { readWord } from './read/words.ts';
import type { Arithmetic, ShellNode, ShellScript, ShellWord, SimpleCommand } from './tree.ts';

/** Reads a script or its part `at`; never throws. `\r\n` is a line end. After an error it restarts at the next line. */
export function readShell(
  text: string,
  at: Span = { start: 0, end: text.length },
  dialect: Dialect = dialectOf(text),
): ShellScript {
  const begin = Math.max(0, Math.min(at.start, text.length));
  const end = Math.max(begin, Math.min(at.end, text.length));
  const source = withoutMark(withUnixLineEndings(withoutTagLines(text, begin, end), begin, end));
  const nodes: ShellNode[] = [];
  const problems: ShellScript['problems'][number][] = [];
  const deep = deepIn(end - begin);
  const readEnd = endOfWhole(source, begin, end, dialect);
  let start = begin;
  let unread: Span | undefined;
  // For characters read again after errors.
  const fuel = fuelFor(end - begin);
  for (let restarts = 0; restarts <= LIMITS.definitions; restarts++) {
    const { left: statements, found } = statementsOf(source.slice(start, readEnd));
    let lastCommand = start;
    const context = readContext(source, dialect, begin, start, deep, (command) => {
      lastCommand = Math.max(lastCommand, command);
    });
    noteOpen(context, found);
    for (let next = statements.pop(); next !== undefined; next = statements.pop()) {
      nodes.push(readStatement(context, next));
    }
    const errors = found.map(({ pos, message }) => ({
      at: { start: pos + start, end: pos + start },
      message,
    }));
    const next = lineBehind(source, errors, lastCommand);
    if (next === undefined || next >= readEnd) {
      for (const error of errors) problems.push(error);
      break;
    }
    // The next pass reports errors behind its start.
    for (const error of errors) if (error.at.start < next) problems.push(error);
    if (!spend(fuel, end - next) || restarts === LIMITS.definitions) {
      unread = { start: next, end };
      break;
    }
    start = next;
  }
  if (readEnd < end) {
    unread ??= { start: readEnd, end };
    problems.push({ at: { start: readEnd, end: readEnd }, message: 'read line by line from here' });
  }
  for (const line of unread ? linesIn(source, unread) : []) {
    const { commands, errors } = parse(source.slice(line.start, line.end));
    const context = readContext(source, dialect, begin, line.start, deep, () => {});
    noteOpen(context, errors);
    for (const node of readStatements(context, commands)) nodes.push(node);
  }
  const script = { nodes: nodes.slice(), problems, dialect, source: text };
  if (dialect === 'zsh') {
    const form = OPTIONS_OF_ZSH.test(text) ? begin : formOfZsh(nodes);
    const start = Math.min(problems[0]?.at.start ?? end, form ?? end);
    if (start < end) unread = { start, end };
  }
  return unread ? { ...script, unread } : script;
}

/** `#!/bin/zsh -y` */
const OPTIONS_OF_ZSH = /^#!.*\bzsh[ \t]+[-+](?![defilnuvx]+\s)/;

/** The first statement that zsh may read differently, or behind it: `repeat 3 { … }`, `alias -g x=y`, `${x::=1}`. */
function formOfZsh(nodes: readonly ShellNode[]): number | undefined {
  const first = nodes.find((whole) => {
    let isOther = false;
    visitNodes([whole], (node) => {
      isOther ||= wordsOf(node).some(isFormOfZsh);
      if (node.kind === 'loop') isOther ||= OF_ZSH.test(node.variable ?? '');
      if (node.kind === 'command') isOther ||= isCommandOfZsh(node);
    });
    return isOther;
  });
  return first?.at.start;
}

function isFormOfZsh({ parts }: ShellWord): boolean {
  return parts.some((part) => {
    if (part.kind === 'text') return !part.quoted && /^[{}]$/.test(part.text.decoded);
    if (part.kind === 'opaque') return part.unread === true;
    return part.kind === 'parameter' && /::=|\$\{\([^)]*[e%]/.test(part.source);
  });
}

function isCommandOfZsh({ words, assignments }: SimpleCommand): boolean {
  if (words.length === 0) return assignments.some(({ name }) => OF_ZSH.test(name));
  const texts = words.map(({ parts: [first] }) =>
    first?.kind === 'text' ? first.text.decoded : '',
  );
  return setsOptions(texts) || LINE_OF_ZSH.test(texts.join(' '));
}

/** Whether it may change how text is read or expanded: `setopt rc_quotes`, `emulate sh`. */
function setsOptions([name, ...given]: readonly string[]): boolean {
  switch (name) {
    case 'setopt':
    case 'unsetopt':
      return !given.every(isQuiet);
    case 'emulate':
      return given.at(-1) !== 'zsh';
    case 'set': {
      const end = given.indexOf('--');
      const options = end === -1 ? given : given.slice(0, end);
      return options.some((option, index) => {
        return /^[-+]\w*o$/.test(options[index - 1] ?? '')
          ? !isQuiet(option)
          : /^[-+](?![aefnuvx]*o?$)/.test(option);
      });
    }
    default:
      return false;
  }
}

function isQuiet(option: string): boolean {
  return QUIET.has(option.toLowerCase().replaceAll('_', '').replace(/^no/, ''));
}

const QUIET = wordSet(`
  errexit errreturn unset pipefail xtrace verbose extendedglob nullglob match globdots localoptions localtraps
  warncreateglobal interactivecomments promptsubst typesetsilent allexport monitor tify clobber
`);

/** Writing them defines functions and aliases, sets options and arguments (zshparam(1), zsh/parameter). */
const OF_ZSH = /^(?:(?:dis_)?(?:functions|[gs]?aliases)|options|argv|\d+)$/;
/** Commands that set so, take code in a form of their own, or declare variables that change what is assigned (zshbuiltins(1)). */
const LINE_OF_ZSH =
  /^(?:(?:repeat|foreach|always|zregexparse|zpty|float|integer|private)(?: |$)|alias [-+]|print -\w*v|\d+\+?=|(?:declare|typeset|local|export|readonly) (?:.* )?[-+]\w*[EFLRTUZilu])/;

/** Offsets of unterminated quotes. */
export function openQuotesIn({ problems, source }: ShellScript): readonly number[] {
  return problems.map(({ at }) => at.start).filter((at) => /["'`]/.test(source.charAt(at)));
}

/** In reverse, so that each can be taken off and released. */
function statementsOf(text: string) {
  const { commands, errors: found = [] } = parse(withFewDocuments(text));
  return { left: commands.toReversed(), found };
}

function withFewDocuments(text: string): string {
  const parts: string[] = [];
  let written = 0;
  let count = 0;
  let lineEnd = 0;
  for (let at = text.indexOf('<<'); at !== -1; at = text.indexOf('<<', at + 2)) {
    while (lineEnd !== -1 && at > lineEnd) {
      if (text[lineEnd - 1] !== '\\') count = 0;
      lineEnd = text.indexOf('\n', count === 0 ? at : lineEnd + 1);
    }
    if (++count <= LIMITS.group) continue;
    parts.push(text.slice(written, at), '  ');
    written = at + 2;
  }
  return parts.length === 0 ? text : parts.join('') + text.slice(written);
}

const STATEMENT_END = /[^\s;&|][\n;&|]/g;

/** In double quotes: text in dash and zsh, but the parser pairs it with the next one. */
const ODD_QUOTE = /"[^"'\n]*\$\{\w+:?[-=+?](?:[^"'{}\n\\]|\\.)*'(?:[^"'{}\n\\]|\\.)*\}/g;

function endOfWhole(source: string, begin: number, end: number, dialect: Dialect): number {
  const most = endOfMany(source, begin, end);
  if (dialect === 'bash' || dialect === 'ksh') return most;
  ODD_QUOTE.lastIndex = begin;
  const odd = ODD_QUOTE.exec(source)?.index ?? most;
  return odd < most ? Math.max(begin, source.lastIndexOf('\n', odd) + 1) : most;
}

/** The end of the part that is parsed as a whole, estimated without a parser. */
function endOfMany(source: string, begin: number, end: number): number {
  if (end - begin < 2 * LIMITS.statements) return end;
  const ends = new RegExp(STATEMENT_END);
  ends.lastIndex = begin;
  for (let count = 0; count < LIMITS.statements; count++) if (!ends.test(source)) return end;
  const line = source.indexOf('\n', ends.lastIndex - 1);
  return line === -1 || line >= end ? end : line + 1;
}

function linesIn(source: string, { start, end }: Span): readonly Span[] {
  const lines: Span[] = [];
  for (let at = start; at < end && lines.length < LIMITS.trials; ) {
    let line = at;
    do {
      const lineEnd = source.indexOf('\n', line);
      line = lineEnd === -1 ? end : lineEnd + 1;
    } while (line < end && source[line - 2] === '\\');
    lines.push({ start: at, end: Math.min(line, end) });
    at = line;
  }
  return lines;
}

function lineBehind(
  source: string,
  errors: ShellScript['problems'],
  command: number,
): number | undefined {
  const last = source.lastIndexOf('\n');
  for (const { at } of errors) {
    const line = at.start <= last ? source.indexOf('\n', at.start) + 1 : 0;
    if (line > command) return line;
  }
  return undefined;
}

/** Reads the value of `x` in `$((x))`. Undefined if invalid; empty text is 0. */
export function readArithmetic(text: string): Arithmetic | undefined {
  const context = readContext(text, 'posix', 0, 0, deepIn(text.length), () => {});
  return parseArithmetic(context, { type: 'Word', text, value: text, pos: 0, end: text.length });
}

function readContext(
  source: string,
  dialect: Dialect,
  begin: number,
  offset: number,
  deep: ReadContext['deep'],
  noteCommand: (start: number) => void,
): ReadContext {
  // Hot path: one hidden class.
  return {
    source,
    dialect,
    begin,
    offset,
    readScript,
    readWord,
    readText: (text) => readShell(text, undefined, dialect),
    open: new Set(),
    statements: [],
    depth: 0,
    inner: undefined,
    deep,
    noteCommand,
  };
}

const readScript: ReadContext['readScript'] = (context, nested) => {
  if (nested === undefined) return [];
  noteOpen(context, nested.errors);
  return readStatements(context, nested.commands);
};

function noteOpen({ open, offset }: ReadContext, errors: ParsedScript['errors'] = []): void {
  for (const { pos, message } of errors) {
    if (message.startsWith('unterminated')) open.add(pos + offset);
  }
}

/** Editors hide a byte order mark. */
function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? ` ${text.slice(1)}` : text;
}

/** `{% if debug %}`, `{{- end }}` after a continued line. */
const TAG_LINES =
  /(?<=\\\r?\n)(?:[ \t]*(?:\{%.*%\}|\{#.*#\}|\{\{-?[ \t]*(?:if|else|end|range|with)\b.*\}\})[ \t]*(?:\r?\n|$))+/g;

function withoutTagLines(text: string, begin: number, end: number): string {
  const own = begin === 0 && end === text.length ? text : text.slice(begin, end);
  if (!/\{[%#{]/.test(own)) return text;
  const blank = own.replace(TAG_LINES, (lines) => ' '.repeat(lines.length));
  return own === text ? blank : text.slice(0, begin) + blank + text.slice(end);
}

/** Replaces `\r\n`; all offsets and continuations stay. */
function withUnixLineEndings(text: string, begin: number, end: number): string {
  const own = begin === 0 && end === text.length ? text : text.slice(begin, end);
  if (!own.includes('\r\n')) return text;
  const converted = own.replaceAll('\\\r\n', ' \\\n').replaceAll('\r\n', '\n\n');
  return text.slice(0, begin) + converted + text.slice(end);
}
