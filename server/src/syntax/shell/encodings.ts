/** Writes text into a shell script: the inverse of `decode.ts`, for every place inside a word. */
import {
  type Encode,
  type Encodings,
  innermost,
  type LayerPart,
  sourceOf,
  writtenIn,
  writtenInEach,
} from '../../text/encoding.ts';
import type { ShellContext } from './tree.ts';

/** What needs no quotes anywhere in a word (bash manual 3.1.2, 3.2.1 and the expansions of 3.5). */
const SAFE_BARE = /^[A-Za-z0-9_@%+=:,./-]*$/;

/** What stands around text of a context. */
const QUOTES: Readonly<Record<ShellContext, readonly [open: string, close: string] | undefined>> = {
  bare: ['', ''],
  double: ['"', '"'],
  single: ["'", "'"],
  'ansi-c': ["$'", "'"],
  // The quotes around the whole expansion cannot be left from inside it.
  'double-operand': undefined,
  'here-document': undefined,
  'quoted-document': undefined,
  // Neither can what nothing ends.
  'double-open': undefined,
  'single-open': undefined,
  'ansi-c-open': undefined,
  unclosed: undefined,
  // What is written there is the script between them.
  backtick: undefined,
  'backtick-double': undefined,
};

/**
 * Text keeps the quoting of its place if that can hold it; expansions always stand in double quotes. `unix:` and
 * `${XDG_RUNTIME_DIR:-$HOME}` in a bare place become `"unix:${XDG_RUNTIME_DIR:-$HOME}"`. Undefined for a NUL, which
 * no shell word can hold, for half an expansion and one that double quotes would change, and for a place that
 * cannot be left and entered again.
 */
const encode: Encode = (parts, { id: from }, { id: to }, { level, depth }) => {
  if (!isContext(from) || !isContext(to)) return undefined;
  if (parts.some((part) => sourceOf(part).includes('\0'))) return undefined;
  if (from === 'unclosed' || to === 'unclosed') return undefined;
  // In a document there is nothing to change to, and if nobody reads it again it is text for no shell.
  if (isDocument(from) && (from !== to || level === depth)) return undefined;
  const within = chooseContext(parts, from, level);
  if (!mayHold(within, parts, level)) return undefined;
  const enter = transition(from, within);
  const leave = transition(within, to);
  const body = encodeInside(parts, within, level);
  if (enter === undefined || leave === undefined || body === undefined) return undefined;
  return [{ kind: 'text', text: enter }, ...body, { kind: 'text', text: leave }];
};

/** How text of a file is written at each kind of place in a shell's word. */
export const SHELL = writtenInEach(
  Object.keys(QUOTES).filter(isContext),
  { notation: 'shell', expands: true, encode },
  ['double-open', 'single-open', 'ansi-c-open', 'unclosed'],
);

/**
 * How text is written that a shell divides at characters that a script has put into IFS. It must have none of them, and
 * nobody knows of an expansion whether it does.
 */
export function dividedAt(separators: string): Encodings {
  const isWhole = (part: LayerPart) =>
    part.kind === 'text' && ![...separators].some((letter) => part.text.includes(letter));
  const encode: Encode = (parts) => (parts.every(isWhole) ? parts : undefined);
  return writtenIn({ id: 'divided', notation: 'divided', encode });
}

/** The contexts of quotes that nothing ends. */
export const OPEN_QUOTES = {
  double: 'double-open',
  single: 'single-open',
  'ansi-c': 'ansi-c-open',
} as const;

/** Whether quotes that cannot be left can hold parts. */
function mayHold(context: ShellContext, parts: readonly LayerPart[], level: number): boolean {
  if (context !== 'single-open' && context !== 'ansi-c-open') return true;
  const isSource = (part: LayerPart) => part.kind === 'source' && part.level >= level;
  return !parts.some(
    (part) => isSource(part) || (context === 'single-open' && /'/.test(sourceOf(part))),
  );
}

/** Whether what is written at a place is outside of all quotes for the shell that reads it last. */
export function isReadBare(encodings: Encodings): boolean {
  const { layers, written } = encodings;
  return written === layers.length && innermost(encodings) === SHELL.bare.layers[0];
}

/** Whether another shell than that of the file reads the text; the same one reads what stands in backticks. */
export function isReadElsewhere({ layers }: Encodings): boolean {
  return layers.slice(0, -1).some((layer) => !BACKTICKS.includes(layer));
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
  // What somebody else has replaced before can stand in single quotes, as what was there did.
  const least = from === 'single' ? level : 0;
  if (parts.some((part) => part.kind === 'source' && part.level >= least)) return 'double';
  if (from === 'ansi-c' || from === 'single') return from;
  const text = parts.map((part) => (part.kind === 'text' ? part.text : '')).join('');
  if (SAFE_BARE.test(text)) return 'bare';
  return text.includes("'") ? 'double' : 'single';
}

/** What to write to get from the inside of one kind of quotes to the inside of another. */
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
      // Inside double quotes a backslash in backticks means something else than outside.
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
