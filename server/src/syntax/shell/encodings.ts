/** Encodes text for a shell word; the inverse of `decode.ts`. */
import {
  type Encode,
  type Encoding,
  type Encodings,
  innermost,
  type LayerPart,
  sourceOf,
  writtenIn,
  writtenInEach,
} from '../../text/encoding.ts';
import type { ShellContext } from './tree.ts';

/** Needs no quotes (bash manual 3.1.2, 3.2.1, 3.5). */
const SAFE_BARE = /^[A-Za-z0-9_@%+=:,./-]*$/;

/** Undefined where quotes cannot be left. */
const QUOTES: Readonly<Record<ShellContext, readonly [open: string, close: string] | undefined>> = {
  bare: ['', ''],
  double: ['"', '"'],
  single: ["'", "'"],
  'ansi-c': ["$'", "'"],
  'double-operand': undefined,
  'here-document': undefined,
  'quoted-document': undefined,
  // Unterminated.
  'double-open': undefined,
  'single-open': undefined,
  'ansi-c-open': undefined,
  unclosed: undefined,
  backtick: undefined,
  'backtick-double': undefined,
};

/** Keeps the quoting; bare `unix:$X` becomes `"unix:$X"`. Undefined for NUL, and expansions that cannot stand here. */
const encode: Encode = (parts, { id: from }, { id: to }, { level, depth }) => {
  if (!isContext(from) || !isContext(to)) return undefined;
  if (parts.some((part) => sourceOf(part).includes('\0'))) return undefined;
  if (from === 'unclosed' || to === 'unclosed') return undefined;
  // A here-document is shell text only if a shell reads it again.
  if (isDocument(from) && (from !== to || level === depth)) return undefined;
  const within = chooseContext(parts, from, level);
  if (!mayHold(within, parts, level)) return undefined;
  const enter = transition(from, within);
  const leave = transition(within, to);
  const body = encodeInside(parts, within, level);
  if (enter === undefined || leave === undefined || body === undefined) return undefined;
  return [{ kind: 'text', text: enter }, ...body, { kind: 'text', text: leave }];
};

/** Encodings of places in a word. */
export const SHELL = writtenInEach(
  Object.keys(QUOTES).filter(isContext),
  { notation: 'shell', expands: true, encode },
  ['double-open', 'single-open', 'ansi-c-open', 'unclosed'],
);

/** The encoding of text that is split at characters of IFS; new text may not contain them. */
export function dividedAt(separators: string): Encodings {
  const isWhole = (part: LayerPart) =>
    part.kind === 'text' && ![...separators].some((letter) => part.text.includes(letter));
  const encode: Encode = (parts) => (parts.every(isWhole) ? parts : undefined);
  return writtenIn({ id: 'divided', notation: 'divided', encode });
}

/** Contexts of unterminated quotes. */
export const OPEN_QUOTES = {
  double: 'double-open',
  single: 'single-open',
  'ansi-c': 'ansi-c-open',
} as const;

function mayHold(context: ShellContext, parts: readonly LayerPart[], level: number): boolean {
  if (context !== 'single-open' && context !== 'ansi-c-open') return true;
  const isSource = (part: LayerPart) => part.kind === 'source' && part.level >= level;
  return !parts.some(
    (part) => isSource(part) || (context === 'single-open' && /'/.test(sourceOf(part))),
  );
}

/** Whether the last shell sees no quotes. */
export function isReadBare(encodings: Encodings): boolean {
  const { layers, written } = encodings;
  return written === layers.length && innermost(encodings) === SHELL.bare.layers[0];
}

/** Whether another shell than the file's reads the text. */
export function isReadElsewhere({ layers }: Encodings): boolean {
  return countShells(layers.slice(0, -1)) > 0;
}

/** Counts shells; backticks have the same one. */
export function countShells(layers: readonly Encoding[]): number {
  return layers.filter((layer) => !BACKTICKS.includes(layer)).length;
}

const BACKTICKS = [SHELL.backtick, SHELL['backtick-double']].map(innermost);

function isDocument(context: ShellContext): boolean {
  return context === 'here-document' || context === 'quoted-document';
}

function isContext(id: string): id is ShellContext {
  return Object.hasOwn(QUOTES, id);
}

function chooseContext(
  parts: readonly LayerPart[],
  from: ShellContext,
  level: number,
): ShellContext {
  if (from === 'double' || QUOTES[from] === undefined) return from;
  // Single quotes may contain an outer reader's expansions.
  const least = from === 'single' ? level : 0;
  if (parts.some((part) => part.kind === 'source' && part.level >= least)) return 'double';
  if (from === 'ansi-c' || from === 'single') return from;
  const text = parts.map((part) => (part.kind === 'text' ? part.text : '')).join('');
  if (SAFE_BARE.test(text)) return 'bare';
  return text.includes("'") ? 'double' : 'single';
}

function transition(from: ShellContext, to: ShellContext): string | undefined {
  if (from === to) return '';
  const leaving = QUOTES[from];
  const entering = QUOTES[to];
  return leaving && entering && leaving[1] + entering[0];
}

function encodeInside(
  parts: readonly LayerPart[],
  context: ShellContext,
  level: number,
): readonly LayerPart[] | undefined {
  const encoded: LayerPart[] = [];
  for (const part of parts) {
    if (part.kind === 'text') {
      encoded.push({ kind: 'text', text: escapeText(part.text, context) });
    } else if (part.level < level) {
      encoded.push(part);
    } else {
      // Double quotes change backslashes in backticks.
      if (part.source.startsWith('`') && /["\\]/.test(part.source)) return undefined;
      encoded.push({ kind: 'text', text: part.source });
    }
  }
  return encoded;
}

function escapeText(text: string, context: ShellContext): string {
  switch (context) {
    case 'single':
      return text.replaceAll("'", "'\\''");
    case 'bare':
    case 'single-open':
    case 'quoted-document':
    case 'unclosed':
      return text;
    case 'double':
    case 'double-open':
    case 'backtick-double':
      return text.replace(/[$`"\\]/g, '\\$&');
    case 'double-operand':
      return text.replace(/[$`"\\}]/g, '\\$&');
    case 'ansi-c':
    case 'ansi-c-open':
      return text.replace(/['\\]/g, '\\$&');
    case 'here-document':
    case 'backtick':
      return text.replace(/[$`\\]/g, '\\$&');
  }
}
