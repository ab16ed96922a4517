/** The statement around a place in any language, as words, numbers and marks. */

import { LIMITS } from '../../text/limits.ts';

export interface Token {
  /** `word` with dots and dashes: `self.port`; `number`: `4444u16`; `dotted`: `127.0.0.1`; `mark`: other characters. */
  readonly kind: 'word' | 'number' | 'dotted' | 'space' | 'mark';
  readonly text: string;
  readonly start: number;
}

/** A line's end whose statement continues. */
const GOES_ON = /(?:[\\,([{=:|]|&&)\s*$/;

const TOKEN =
  /([A-Za-z_][A-Za-z0-9_]*(?:[.-](?=[A-Za-z_])[A-Za-z0-9_]+)*)|(\d+(?:\.\d+)+)|(\d\w*)|([ \t\r]+)|([\s\S])/y;
const KINDS = ['word', 'dotted', 'number', 'space', 'mark'] as const;

/** The tokens of the statement around `[start, end)`, and that token's index. */
export function statementAt(
  text: string,
  start: number,
  end: number,
): { readonly tokens: readonly Token[]; readonly index: number } {
  const from = Math.max(beginningOf(text, start), start - LIMITS.group);
  const line = text.indexOf('\n', end);
  const to = Math.min(line === -1 ? text.length : line, end + LIMITS.definitions);
  const tokens = [...tokensOf(text, from, start)];
  const index = tokens.length;
  const kind = /\d/.test(text[start] ?? '') ? 'number' : 'word';
  tokens.push({ kind, text: text.slice(start, end), start });
  tokens.push(...tokensOf(text, end, to));
  return { tokens, index };
}

function* tokensOf(text: string, from: number, to: number): Generator<Token> {
  TOKEN.lastIndex = from;
  while (TOKEN.lastIndex < to) {
    const start = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (match === null) return;
    const kind = KINDS[match.slice(1).findIndex((group) => group !== undefined)] ?? 'mark';
    yield { kind, text: match[0].slice(0, to - start), start };
    // Generators share the pattern.
    TOKEN.lastIndex = start + match[0].length;
  }
}

/** On the line of a place, or on one before that continues. */
function beginningOf(text: string, place: number): number {
  let start = text.lastIndexOf('\n', place - 1) + 1;
  let indent = indentAt(text, start);
  const isItem = (at: number): boolean => /^[ \t]*-[ \t]/.test(text.slice(at, at + 200));
  for (let lines = 0; lines < LIMITS.kept && start > 0; lines++) {
    const before = text.lastIndexOf('\n', start - 2) + 1;
    const line = text.slice(Math.max(before, start - LIMITS.group), start - 1);
    const own = indentAt(text, before);
    // An item of YAML belongs to the key above its list.
    const isKey = isItem(start) && /:\s*$/.test(line) && own <= indent;
    const isSibling = isItem(start) && isItem(before) && own === indent;
    if (!GOES_ON.test(line) && !isKey && !isSibling) break;
    start = before;
    indent = own;
    if (isKey) break;
  }
  return start;
}

function indentAt(text: string, start: number): number {
  return /^[ \t]*/.exec(text.slice(start, start + 100))?.[0].length ?? 0;
}
