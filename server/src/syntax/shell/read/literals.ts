/** Literal text, `~` prefixes (bash manual 3.5.2), patterns. */

import { generated, mappedText } from '../../../text/mapped-text.ts';
import type { Span } from '../../../text/span.ts';
import { SHELL } from '../encodings.ts';
import type { ParameterPart, ShellContext, ShellPart } from '../tree.ts';
import { decodeText } from './decode.ts';
import { type ReadContext, spanOfNode } from './read-context.ts';
import type { WordMode } from './word-modes.ts';

/** Whether expansions are not split. */
export function isQuoted({ context, pattern }: WordMode): boolean {
  return context !== 'bare' && !pattern;
}

/** Text between quotes; `at` excludes them. */
export function quotedText(
  context: ReadContext,
  at: Span,
  quoting: ShellContext,
): readonly ShellPart[] {
  return [{ kind: 'text', text: decodeText(context.source, at, quoting), quoted: true }];
}

/** The quote of `'\''` and `'"'"'`. */
export function quoteBetween(
  context: ReadContext,
  parts: readonly {
    readonly type: string;
    readonly text: string;
    readonly pos: number;
    readonly end: number;
  }[],
  index: number,
): ShellPart | undefined {
  const part = parts[index];
  if (part === undefined || (part.text !== "\\'" && part.text !== `"'"`)) return undefined;
  if ([parts[index - 1], parts[index + 1]].some((beside) => beside?.type !== 'SingleQuoted')) {
    return undefined;
  }
  const { start, end } = spanOfNode(context, part);
  const at = { start: start - 1, end: end + 1 };
  const text = generated("'", { at, encodings: SHELL.single });
  return { kind: 'text', text, quoted: true };
}

/** Literal text; an unquoted `~` is an unknown directory. `opens`: the word starts here. */
export function literal(
  context: ReadContext,
  at: Span,
  mode: WordMode,
  opens = false,
): readonly ShellPart[] {
  if (mode.context !== 'bare') return plainText(context, at, mode);
  const { source } = context;
  const written = source.slice(at.start, at.end);
  if (!written.includes('~')) return plainText(context, at, mode);
  const parts: ShellPart[] = [];
  let from = at.start;
  const first = opens || isWordStart(context, at.start, mode);
  for (const prefix of tildePrefixes(written, first, mode.tilde === 'assigned')) {
    const span = { start: at.start + prefix.start, end: at.start + prefix.end };
    if (from < span.start)
      parts.push(...plainText(context, { start: from, end: span.start }, mode));
    const tilde = source.slice(span.start, span.end);
    parts.push({
      kind: 'opaque',
      at: span,
      source: tilde,
      quoted: true,
      context: 'bare',
      body: [],
    });
    from = span.end;
  }
  if (from < at.end) parts.push(...plainText(context, { start: from, end: at.end }, mode));
  return parts;
}

function plainText(context: ReadContext, at: Span, mode: WordMode): readonly ShellPart[] {
  // The escaped blank of `${x:-a\\ b}` does not split.
  const isOperand = mode.tilde === 'operand' && mode.context === 'bare';
  if (mode.pattern || (isOperand && context.source.slice(at.start, at.end).includes('\\'))) {
    return patternText(context, at, mode);
  }
  const text = decodeText(context.source, at, mode.context);
  return [{ kind: 'text', text, quoted: isQuoted(mode) }];
}

/** Whether a word or operand starts. */
export function isWordStart(
  { source, begin }: ReadContext,
  index: number,
  { tilde }: WordMode,
): boolean {
  if (index <= begin) return true;
  return (tilde === 'operand' ? /[-=+?]/ : /[\s=(;&|<>`]/).test(source[index - 1] ?? ' ');
}

function patternText({ source }: ReadContext, at: Span, mode: WordMode): readonly ShellPart[] {
  const parts: ShellPart[] = [];
  const add = (start: number, end: number, quoted: boolean) => {
    const span = { start, end };
    const { pieces } = decodeText(source, span, 'bare');
    const placed = pieces.map((piece) => ({ ...piece, encodings: SHELL[mode.context] }));
    if (placed.length > 0) parts.push({ kind: 'text', text: mappedText(placed, span), quoted });
  };
  let from = at.start;
  for (let index = from; index < at.end; index++) {
    if (source[index] !== '\\' || index + 1 >= at.end) continue;
    add(from, index, false);
    add(index, index + 2, true);
    from = index + 2;
    index++;
  }
  add(from, at.end, false);
  return parts;
}

/** bash expands the `~` of `file=~/disk.img`. */
const ASSIGNING = /^[A-Za-z_]\w*=/;

/** `~` of `~/bin`, both of the assigned `~/a:~joe/b`. */
function tildePrefixes(text: string, opens: boolean, assigned: boolean): readonly Span[] {
  const found: Span[] = [];
  const value = opens && !assigned ? (ASSIGNING.exec(text)?.[0].length ?? 0) : 0;
  const colons = assigned || value > 0;
  for (let start = text.indexOf('~'); start !== -1; ) {
    const first = start === 0 ? opens : start === value;
    const behindColon = colons && text[start - 1] === ':' && text[start - 2] !== '\\';
    let end = start + 1;
    if (first || behindColon) {
      while (end < text.length && text[end] !== '/' && !(colons && text[end] === ':')) end++;
      found.push({ start, end });
    }
    start = text.indexOf('~', end);
  }
  return found;
}

/** Where an expansion is. */
export type Place = Pick<ParameterPart, 'at' | 'source' | 'quoted' | 'context'>;

/** Hot path: one hidden class. */
export function plainParameter({ at, source, quoted, context }: Place, name = '') {
  return {
    kind: 'parameter',
    at,
    source,
    quoted,
    context,
    name,
    subscript: undefined,
    index: undefined,
    prefix: undefined,
    operator: undefined,
    operand: undefined,
    change: undefined,
  } as const;
}
