/** Writes text into a shell script: the inverse of `decode.ts`, for every place inside a word. */
import { UNKNOWN } from '../../text/mapped-text.ts';
import type { Speller } from '../speller.ts';
import { expandingReading, OTHER_LANGUAGE, readingsOf } from './nesting.ts';
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
  // What is spelled there is the script between them.
  backtick: undefined,
  'backtick-double': undefined,
};

/**
 * Spells a template inside a word. Text keeps the quoting of its place if that can hold it; expansions
 * always stand in double quotes. `unix:` and `${XDG_RUNTIME_DIR:-$HOME}` in a bare place become
 * `"unix:${XDG_RUNTIME_DIR:-$HOME}"`. Undefined for a NUL, which no shell word can hold, for an expansion
 * that double quotes would change, and for a place that cannot be left and entered again.
 *
 * In a command inside a string, the innermost reading is spelled first, and what it gives is text for the
 * reading around it: inside `bash -c "…"` the same becomes `\"unix:\${XDG_RUNTIME_DIR:-$HOME}\"`.
 */
export const spellShell: Speller = (template, from, to) => {
  if (template.some((part) => (part.kind === 'text' ? part.text : part.source).includes('\0'))) {
    return undefined;
  }
  // A source that an outer reading completes is not known as it will be.
  if (template.some((part) => part.kind === 'source' && part.source.includes(UNKNOWN))) {
    return undefined;
  }
  // Half an expansion, such as the `${` of somebody who types, would take in what follows.
  if (template.some((part) => part.kind === 'source' && !isClosed(part.source))) return undefined;
  const outside = readingsOf(from);
  const ends = readingsOf(to);
  if (outside.length !== ends.length) return undefined;
  const innermost = outside.at(-1) === OTHER_LANGUAGE ? outside.length - 1 : outside.length;
  let parts: readonly LeveledPart[] = template.map((part) => {
    if (part.kind === 'text') return part;
    const level = part.context === undefined ? innermost : expandingReading(part.context);
    return { ...part, level };
  });
  for (let level = outside.length; level > 0; level--) {
    const spelled = spellReading(parts, outside[level - 1], ends[level - 1], level, outside.length);
    if (spelled === undefined) return undefined;
    parts = spelled;
  }
  return parts.map((part) => (part.kind === 'text' ? part.text : part.source)).join('');
};

/** Whether an expansion has its end: `${PORT}`, `$(port)`. In a string for a shell it begins with a `\\`. */
function isClosed(source: string): boolean {
  const [, open] = /^\\*(\$\{|\$\(|`)/.exec(source) ?? [];
  if (open === undefined) return true;
  const close = { '${': '}', '$(': ')' }[open] ?? '`';
  return source.length > open.length && source.endsWith(close);
}

/** A part of a template with the reading that an expansion belongs to, 1 being the outermost. */
type LeveledPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'source'; readonly source: string; readonly level: number };

/** Spells what one reading sees. Expansions of the readings around it go through as they are. */
function spellReading(
  parts: readonly LeveledPart[],
  from: string | undefined,
  to: string | undefined,
  level: number,
  depth: number,
): readonly LeveledPart[] | undefined {
  // What its reader shall see is spelled, and what the shells around it expand comes to it as text.
  if (from === OTHER_LANGUAGE && to === OTHER_LANGUAGE) return joinTexts(parts);
  if (!isContext(from) || !isContext(to)) return undefined;
  // In a document there is nothing to change to, and by itself it is text for no shell.
  if (isDocument(from) && (from !== to || depth === 1)) return undefined;
  const within = chooseContext(parts, from);
  const enter = transition(from, within);
  const leave = transition(within, to);
  const body = spellInside(parts, within, level);
  if (enter === undefined || leave === undefined || body === undefined) return undefined;
  return joinTexts([{ kind: 'text', text: enter }, ...body, { kind: 'text', text: leave }]);
}

/** Neighbouring texts as one, so that the reading around sees them as a whole. */
function joinTexts(parts: readonly LeveledPart[]): readonly LeveledPart[] {
  const joined: LeveledPart[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (part.kind === 'text' && last?.kind === 'text') {
      joined[joined.length - 1] = { kind: 'text', text: last.text + part.text };
    } else if (part.kind === 'source' || part.text !== '') {
      joined.push(part);
    }
  }
  return joined;
}

function isDocument(context: ShellContext): boolean {
  return context === 'here-document' || context === 'quoted-document';
}

function isContext(context: string | undefined): context is ShellContext {
  return context !== undefined && Object.hasOwn(QUOTES, context);
}

function chooseContext(template: readonly LeveledPart[], from: ShellContext): ShellContext {
  if (from === 'double' || QUOTES[from] === undefined) return from;
  if (template.some((part) => part.kind === 'source')) return 'double';
  if (from === 'ansi-c') return from;
  const text = template.map((part) => (part.kind === 'text' ? part.text : '')).join('');
  if (from === 'single') return text.includes("'") ? 'double' : from;
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

function spellInside(
  template: readonly LeveledPart[],
  context: ShellContext,
  level: number,
): readonly LeveledPart[] | undefined {
  const parts: LeveledPart[] = [];
  for (const part of template) {
    if (part.kind === 'text') {
      const text = escapeText(part.text, context);
      if (text === undefined) return undefined;
      parts.push({ kind: 'text', text });
    } else if (part.level < level) {
      parts.push(part);
    } else {
      // Inside double quotes a backslash in backticks means something else than outside.
      if (part.source.startsWith('`') && /["\\]/.test(part.source)) return undefined;
      parts.push({ kind: 'text', text: part.source });
    }
  }
  return parts;
}

function escapeText(text: string, context: ShellContext): string | undefined {
  switch (context) {
    case 'bare':
    case 'single':
      return text;
    case 'double':
    case 'backtick-double':
      return text.replace(/[$`"\\]/g, '\\$&');
    case 'double-operand':
      return text.replace(/[$`"\\}]/g, '\\$&');
    case 'ansi-c':
      return text.replace(/['\\]/g, '\\$&');
    case 'here-document':
    case 'backtick':
      return text.replace(/[$`\\]/g, '\\$&');
    case 'quoted-document':
      return text;
  }
}
