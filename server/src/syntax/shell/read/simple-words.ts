/**
 * Words of plain characters and variables alone, such as `$HOST:4444` and `"tcp:$HOST:${PORT}"`: most words in which
 * anything is quoted or expands. They are divided here, since the parser goes through a word once more for its parts, and
 * gives of these the same (test/syntax/simple-words.test.ts).
 */
import type { Span } from '../../../text/span.ts';
import type { ShellPart } from '../tree.ts';
import { isQuoted, literal, plainParameter } from './literals.ts';
import type { ReadContext } from './read-context.ts';
import { DOUBLE, type WordMode } from './word-modes.ts';

/** A name ends where no more of it follows: otherwise the rest of each could be plain characters, in ways without number. */
const VARIABLE = String.raw`\$(?:[A-Za-z_]\w*(?!\w)|\{[A-Za-z_]\w*\})`;
const SIMPLE = new RegExp(
  String.raw`^(?:"(?:[^"\\$${'`'}]|${VARIABLE})+"|(?:[\w./:,@%+=-]|${VARIABLE})+)$`,
);
/** How long such a word is; whoever has more to read lets the parser do it. */
const MAX_LENGTH = 1_000;

/** The parts of such a word, which is written as `text`; undefined for any other. */
export function simpleParts(
  context: ReadContext,
  text: string,
  at: Span,
  mode: WordMode,
): readonly ShellPart[] | undefined {
  if (mode.context !== 'bare' || context.dialect === 'zsh') return undefined;
  const { length } = text;
  // What is continued on another line is longer than its text.
  if (length > MAX_LENGTH || length !== at.end - at.start || !SIMPLE.test(text)) return undefined;
  const quotes = text.startsWith('"') ? 1 : 0;
  const own = quotes === 1 ? DOUBLE : mode;
  const quoted = isQuoted(own);
  const spanOf = (start: number, end: number) => ({
    start: at.start + start,
    end: at.start + end,
  });
  const last = length - quotes;
  let next = text.indexOf('$');
  if (next === -1) return literal(context, spanOf(quotes, last), own);
  const parts: ShellPart[] = [];
  let from = quotes;
  while (next !== -1) {
    if (next > from) parts.push(...literal(context, spanOf(from, next), own));
    const braces = text.charAt(next + 1) === '{' ? 1 : 0;
    const start = next + 1 + braces;
    let end = start;
    while (/\w/.test(text.charAt(end))) end++;
    from = end + braces;
    const place = {
      at: spanOf(next, from),
      source: text.slice(next, from),
      quoted,
      context: own.context,
    };
    const variable = plainParameter(place, text.slice(start, end));
    // A list that grows has room for many more, and most are one.
    if (parts.length === 0 && from === last) return [variable];
    parts.push(variable);
    next = text.indexOf('$', from);
  }
  if (from < last) parts.push(...literal(context, spanOf(from, last), own));
  return parts;
}
