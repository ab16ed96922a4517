/** Reads simple words without the parser (test/syntax/simple-words.test.ts compares): `"tcp:$HOST:${PORT:-4444}"`. */
import { LIMITS } from '../../../text/limits.ts';
import type { MappedText } from '../../../text/mapped-text.ts';
import type { Span } from '../../../text/span.ts';
import type { ParameterPart, ShellContext, ShellPart, ShellWord } from '../tree.ts';
import { plainText } from './decode.ts';
import { isQuoted, type Place, plainParameter } from './literals.ts';
import type { ReadContext } from './read-context.ts';
import { DOUBLE, DOUBLE_OPERAND, OPERAND, PLAIN, type WordMode } from './word-modes.ts';

/** Linear because of the lookahead. */
const NAME = String.raw`[A-Za-z_]\w*(?!\w)`;
const BRACES = String.raw`\{(?:${NAME}(?:\[@\])?|(?:${NAME}|\d+)(?::?[-=+?][\w./:,@%+-]+)?)\}`;
const VARIABLE = String.raw`\$(?:${NAME}|[\d@*]|${BRACES})`;
const SIMPLE = new RegExp(
  String.raw`^(?:"(?:[^"\\$${'`'}]|${VARIABLE})+"|'[^']*'|(?:[\w./:,@%+=-]|${VARIABLE})+)$`,
);
const PIECES = /\$(?:\{[^}]*\}|[A-Za-z_]\w*|[\d@*])|[^$]+/g;

/** Undefined for words that are not simple. */
export function simpleParts(
  context: ReadContext,
  text: string,
  at: Span,
  mode: WordMode,
): readonly ShellPart[] | undefined {
  if (mode.context !== 'bare' || context.dialect === 'zsh') return undefined;
  // A continued line is longer than its text.
  if (text.length > LIMITS.pieces || text.length !== at.end - at.start || !SIMPLE.test(text)) {
    return undefined;
  }
  const quote = text.charCodeAt(0);
  if (quote === SINGLE_QUOTE) return [textPart(text.slice(1, -1), at.start + 1, 'single', true)];
  const quotes = quote === DOUBLE_QUOTE ? 1 : 0;
  const own = quotes === 1 ? DOUBLE : mode;
  const quoted = isQuoted(own);
  const inner = quotes === 1 ? text.slice(1, -1) : text;
  let next = at.start + quotes;
  if (!inner.includes('$')) return [textPart(inner, next, own.context, quoted)];
  return (inner.match(PIECES) ?? []).map((source): ShellPart => {
    const start = next;
    next += source.length;
    if (!source.startsWith('$')) return textPart(source, start, own.context, quoted);
    const place = { at: { start, end: next }, source, quoted, context: own.context };
    return source.charCodeAt(1) === BRACE
      ? bracedParameter(place)
      : plainParameter(place, source.slice(1));
  });
}

/** A word of plain characters, without a parser's node: a script may have 100,000. */
export class PlainWord implements ShellWord {
  readonly plain: string;
  readonly at: Span;
  readonly #mode: WordMode;

  constructor(plain: string, start: number, mode: WordMode) {
    this.plain = plain;
    this.at = { start, end: start + plain.length };
    this.#mode = mode;
  }

  get inert(): boolean {
    return true;
  }

  textAt(at: Span, definition: Span | undefined): MappedText {
    return plainText(this.plain, at, this.#mode.context, definition);
  }

  get parts(): readonly ShellPart[] {
    const text = this.textAt(this.at, undefined);
    return [{ kind: 'text', text, quoted: isQuoted(this.#mode) }];
  }
}

const SINGLE_QUOTE = 0x27;
const DOUBLE_QUOTE = 0x22;
const BRACE = 0x7b;

function textPart(text: string, start: number, context: ShellContext, quoted: boolean): ShellPart {
  const at = { start, end: start + text.length };
  return { kind: 'text', text: plainText(text, at, context), quoted };
}

/** `${x}`, `${x[@]}`, `${x:-d}` */
function bracedParameter(place: Place): ParameterPart {
  const { source, at, quoted } = place;
  let end = 2;
  while (/\w/.test(source.charAt(end))) end++;
  const plain = plainParameter(place, source.slice(2, end));
  if (end === source.length - 1) return plain;
  if (source.charAt(end) === '[') {
    return { ...plain, subscript: '@', index: new PlainWord('@', at.start + end + 1, PLAIN) };
  }
  const behind = source.charAt(end) === ':' ? end + 2 : end + 1;
  const operator = source.slice(end, behind) as ParameterPart['operator'];
  const mode = quoted ? DOUBLE_OPERAND : OPERAND;
  const operand = new PlainWord(source.slice(behind, -1), at.start + behind, mode);
  return { ...plain, operator, operand };
}
