/**
 * Reads shell scripts with unbash and hands out the plain tree of `tree.ts`; no node of the parser
 * leaves this folder. Broken scripts give the commands that are whole, plus problems.
 */
import { type ParsedScript, parse } from 'unbash';
import type { Span } from '../../text/span.ts';
import { type Dialect, dialectOf } from './dialect.ts';
import { askedFor, parsedWithLiteralQuotes } from './read/literal-quotes.ts';
import { readStatement, readStatements } from './read/nodes.ts';
import { deepIn, type ReadContext } from './read/read-context.ts';
import { readArithmeticText } from './read/words.ts';
import type { Arithmetic, ShellNode, ShellScript } from './tree.ts';

/** How often reading begins anew behind a line that the parser cannot make sense of. */
const MAX_RESTARTS = 200;
/** How many characters are read again behind such lines, for each that there is, in any case, and at most. */
const READ_AGAIN_FOR_EACH = 4;
const READ_AGAIN = 30_000;
const MAX_READ_AGAIN = 1_000_000;

/**
 * Reads a script, or the part `at` of a text that holds several; its offsets count from the start of the
 * text. Never throws; an empty or binary text has no nodes. Line endings of Windows count as line
 * endings: bash would take the `\r` as text, but a checkout with converted line endings is not what runs.
 *
 * The parser stops at some errors, and an unclosed quote takes in all that follows. Then we go on with
 * the next line, since what is half-typed in one place must not hide the rest of the script.
 */
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
  const readEnd = endOfMany(source, begin, end);
  let start = begin;
  let unread: Span | undefined;
  const asked = askedFor(end - begin);
  // Each of many errors has all that follows it read again.
  let left = Math.min(MAX_READ_AGAIN, READ_AGAIN + READ_AGAIN_FOR_EACH * (end - begin));
  for (let restarts = 0; restarts <= MAX_RESTARTS; restarts++) {
    const { left: statements, found } = statementsOf(source.slice(start, readEnd), dialect, asked);
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
    // What is read again says itself what is wrong there.
    for (const error of errors) if (error.at.start < next) problems.push(error);
    left -= end - next;
    if (left < 0 || restarts === MAX_RESTARTS) {
      unread = { start: next, end };
      break;
    }
    start = next;
  }
  if (readEnd < end) {
    unread ??= { start: readEnd, end };
    problems.push({ at: { start: readEnd, end: readEnd }, message: 'too many statements' });
  }
  for (const line of unread ? linesIn(source, unread) : []) {
    const { commands, errors } = parse(source.slice(line.start, line.end));
    const context = readContext(source, dialect, begin, line.start, deep, () => {});
    noteOpen(context, errors);
    for (const node of readStatements(context, commands)) nodes.push(node);
  }
  // A list that grows has room for many more, and there is one for each pair of backticks.
  const script = { nodes: nodes.slice(), problems, dialect, source: text };
  return unread ? { ...script, unread } : script;
}

/** Where quotes begin that nothing ends, as while somebody types: what is put behind one stands inside of it. */
export function openQuotesIn({ problems, source }: ShellScript): readonly number[] {
  return problems.map(({ at }) => at.start).filter((at) => /["'`]/.test(source.charAt(at)));
}

/**
 * What the parser finds: its statements from the last to the first, so that each can be taken out and be given up.
 * They need as much room as what is made of them.
 */
function statementsOf(text: string, dialect: Dialect, asked: { left: number }) {
  const { commands, errors: found = [] } = parsedWithLiteralQuotes(
    withFewDocuments(text),
    dialect,
    asked,
  );
  return { left: commands.toReversed(), found };
}

/**
 * How many here-documents one line may begin. The parser goes through all of them for each further one, so those are
 * read as words.
 */
const MAX_DOCUMENTS = 500;

/** The text with blanks for what begins too many here-documents on one line, continued ones as one. */
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
    if (++count <= MAX_DOCUMENTS) continue;
    parts.push(text.slice(written, at), '  ');
    written = at + 2;
  }
  return parts.length === 0 ? text : parts.join('') + text.slice(written);
}

/** How many statements are read together: each takes the room of some 1,500 characters, and may have but two. */
const MAX_STATEMENTS = 150_000;
const STATEMENT_END = /[^\s;&|][\n;&|]/g;

/** Where the line ends in which statements are too many, as far as their ends can be told without reading them. */
function endOfMany(source: string, begin: number, end: number): number {
  if (end - begin < 2 * MAX_STATEMENTS) return end;
  const ends = new RegExp(STATEMENT_END);
  ends.lastIndex = begin;
  for (let count = 0; count < MAX_STATEMENTS; count++) if (!ends.test(source)) return end;
  const line = source.indexOf('\n', ends.lastIndex - 1);
  return line === -1 || line >= end ? end : line + 1;
}

/** How many lines of what is left are read one by one, which takes longer than to read them together. */
const MAX_LINES = 20_000;

function linesIn(source: string, { start, end }: Span): readonly Span[] {
  const lines: Span[] = [];
  for (let at = start; at < end && lines.length < MAX_LINES; ) {
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

/**
 * Reads an arithmetic expression that is a text of its own, such as the value of a variable that `$((x))`
 * names: `4444 + i`. Undefined for what is none; an empty text is an empty word, which counts as 0.
 */
export function readArithmetic(text: string): Arithmetic | undefined {
  return readArithmeticText(
    readContext(text, 'posix', 0, 0, deepIn(text.length), () => {}),
    text,
  );
}

function readContext(
  source: string,
  dialect: Dialect,
  begin: number,
  offset: number,
  deep: ReadContext['deep'],
  noteCommand: (start: number) => void,
): ReadContext {
  // One by one, since an engine makes room for what it sees, and all of them are asked for each word.
  return {
    source,
    dialect,
    begin,
    offset,
    readScript,
    readText,
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

/** Takes down where the parser found no end: it says so of where that begins which has none. */
function noteOpen({ open, offset }: ReadContext, errors: ParsedScript['errors'] = []): void {
  for (const { pos, message } of errors) {
    if (message.startsWith('unterminated')) open.add(pos + offset);
  }
}

const readText: ReadContext['readText'] = (text, dialect) =>
  readShell(text, undefined, dialect).nodes;

/**
 * A byte order mark in front is a blank: editors take it away, and so does who reads the file. (Bash would look for a
 * command whose name begins with it.)
 */
function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? ` ${text.slice(1)}` : text;
}

/** Lines behind a continued one that are nothing but a template engine's `{% if debug %}` or `{{- end }}`. */
const TAG_LINES =
  /(?<=\\\r?\n)(?:[ \t]*(?:\{%.*%\}|\{#.*#\}|\{\{-?[ \t]*(?:if|else|end|range|with)\b.*\}\})[ \t]*(?:\r?\n|$))+/g;

/** The same text with blanks for such lines, since the command goes on behind them once they are gone. */
function withoutTagLines(text: string, begin: number, end: number): string {
  const own = begin === 0 && end === text.length ? text : text.slice(begin, end);
  if (!/\{[%#{]/.test(own)) return text;
  const blank = own.replace(TAG_LINES, (lines) => ' '.repeat(lines.length));
  return own === text ? blank : text.slice(0, begin) + blank + text.slice(end);
}

/** The same text without `\r\n`, every character at its old offset. A continued line stays continued. */
function withUnixLineEndings(text: string, begin: number, end: number): string {
  const own = begin === 0 && end === text.length ? text : text.slice(begin, end);
  if (!own.includes('\r\n')) return text;
  const converted = own.replaceAll('\\\r\n', ' \\\n').replaceAll('\r\n', '\n\n');
  return text.slice(0, begin) + converted + text.slice(end);
}
