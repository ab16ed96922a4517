/**
 * Words of the simplest forms, which nearly all are: `text`, `'text'`, `"$x"`, `id=$id,path="$dir/${name}.img"`. The
 * parser would make a reader of its own for each of them, and what it makes of them is the same.
 */
import type { Span } from '../../../text/span.ts';
import type { ShellPart } from '../tree.ts';
import { isQuoted, literal, quotedText } from './literals.ts';
import { plainParameter } from './parameters.ts';
import type { ReadContext } from './read-context.ts';
import { DOUBLE, type WordMode } from './word-modes.ts';

const SINGLE_QUOTE = 0x27;
const DOUBLE_QUOTE = 0x22;
const DOLLAR = 0x24;
const BACKSLASH = 0x5c;
const BACKTICK = 0x60;
const EQUALS = 0x3d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/**
 * How many parts of a word are told apart, which is as many as a value may have. Of what stands behind them only that is
 * known which runs commands.
 */
export const MAX_PARTS = 2_000;

/** The parts of such a word; undefined for any other one, of which the parser is asked. */
export function simpleParts(
  context: ReadContext,
  { start, end }: Span,
  mode: WordMode,
): readonly ShellPart[] | undefined {
  if (mode.context !== 'bare' || context.dialect === 'zsh') return undefined;
  const { source } = context;
  const parts: ShellPart[] = [];
  for (let at = start; at < end; ) {
    let behind: number | undefined;
    switch (source.charCodeAt(at)) {
      case SINGLE_QUOTE:
        behind = source.indexOf("'", at + 1) + 1;
        if (behind === 0 || behind > end) return undefined;
        parts.push(...quotedText(context, { start: at + 1, end: behind - 1 }, 'single'));
        break;
      case DOUBLE_QUOTE:
        behind = addQuoted(context, at + 1, end, parts);
        break;
      case DOLLAR:
        behind = expansionEnd(source, at, end);
        if (behind !== undefined) parts.push(expansion(context, at, behind, mode));
        break;
      default:
        behind = at;
        while (behind < end && isBare(source.charCodeAt(behind))) behind++;
        if (behind === at) return undefined;
        parts.push(...literal(context, { start: at, end: behind }, mode));
    }
    if (behind === undefined || parts.length > MAX_PARTS) return undefined;
    at = behind;
  }
  const [only] = parts;
  // A literal has room for what is in it and no more, and most words have one part.
  if (only && parts.length === 1) return [only];
  return parts.length > 0 ? parts : undefined;
}

/** Adds what stands in double quotes; returns the place behind them, or undefined where there is more than parameters. */
function addQuoted(
  context: ReadContext,
  start: number,
  end: number,
  parts: ShellPart[],
): number | undefined {
  const { source } = context;
  let from = start;
  for (let at = start; at < end; ) {
    const code = source.charCodeAt(at);
    if (code === BACKSLASH || code === BACKTICK || parts.length > MAX_PARTS) return undefined;
    if (code === DOUBLE_QUOTE) {
      if (from < at || at === start) {
        parts.push(...quotedText(context, { start: from, end: at }, 'double'));
      }
      return at + 1;
    }
    if (code !== DOLLAR) {
      at++;
      continue;
    }
    const behind = expansionEnd(source, at, end);
    if (behind === undefined) return undefined;
    if (from < at) parts.push(...quotedText(context, { start: from, end: at }, 'double'));
    parts.push(expansion(context, at, behind, DOUBLE));
    at = behind;
    from = behind;
  }
  return undefined;
}

function expansion({ source }: ReadContext, start: number, end: number, mode: WordMode): ShellPart {
  const written = source.slice(start, end);
  const name = written.charCodeAt(1) === OPEN_BRACE ? written.slice(2, -1) : written.slice(1);
  const quoted = isQuoted(mode);
  return plainParameter(
    { at: { start, end }, source: written, quoted, context: mode.context },
    name,
  );
}

/** Behind `$name`, `${name}` or `$1`; undefined for what expands otherwise. */
function expansionEnd(source: string, dollar: number, limit: number): number | undefined {
  const braced = source.charCodeAt(dollar + 1) === OPEN_BRACE;
  const start = braced ? dollar + 2 : dollar + 1;
  const first = source.charCodeAt(start);
  if (!isLetter(first)) {
    if (braced || start >= limit) return undefined;
    return isDigit(first) || SPECIAL.has(first) ? start + 1 : undefined;
  }
  let end = start + 1;
  while (end < limit && isNameCode(source.charCodeAt(end))) end++;
  if (!braced) return end;
  return end < limit && source.charCodeAt(end) === CLOSE_BRACE ? end + 1 : undefined;
}

/** Whether a character means nothing, wherever it stands in such a word. */
function isBare(code: number): boolean {
  return isPlainCode(code) || code === EQUALS;
}

/** `$@`, `$*`, `$#`, `$?`. */
const SPECIAL = new Set([...'@*#?'].map((char) => char.charCodeAt(0)));

function isLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** Characters that mean nothing to a shell, wherever they stand in a word, by their codes. */
const PLAIN_CODES = Array.from({ length: 128 }, (_, code) =>
  /[A-Za-z0-9_./:,@%+-]/.test(String.fromCharCode(code)),
);

function isPlainCode(code: number): boolean {
  return PLAIN_CODES[code] === true;
}

/** Whether a word is of such characters alone. Each word of a script is asked, and most are short. */
export function isPlainText(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    if (!isPlainCode(text.charCodeAt(index))) return false;
  }
  return text !== '';
}

/** Whether a character may be a part of a name. */
export function isNameCode(code: number): boolean {
  return isLetter(code) || isDigit(code);
}
