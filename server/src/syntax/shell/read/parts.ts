/** Parts of words: text, quotes, expansions, substitutions, braces. */

import { type BraceExpansionPart, type DoubleQuotedChild, parse, type WordPart } from 'unbash';
import { LIMITS } from '../../../text/limits.ts';
import { once } from '../../../text/lookup.ts';
import { generated, withMarks } from '../../../text/mapped-text.ts';
import type { Span } from '../../../text/span.ts';
import { OPEN_QUOTES, SHELL } from '../encodings.ts';
import type { ParameterPart, ShellPart } from '../tree.ts';
import { readExpression } from './arithmetic.ts';
import { type BracePiece, divideBraces } from './braces.ts';
import { decodeText } from './decode.ts';
import {
  isQuoted,
  isWordStart,
  literal,
  type Place,
  plainParameter,
  quoteBetween,
  quotedText,
} from './literals.ts';
import { readParameter } from './parameters.ts';
import { inside, type ReadContext, spanOfNode } from './read-context.ts';
import { DOUBLE, OPEN_DOUBLE, PLAIN, type WordMode } from './word-modes.ts';
import { type OpenPart, partsInZsh, UNDIVIDED, unreadBy } from './zsh-words.ts';

type Part = WordPart | DoubleQuotedChild | OpenPart;

/** Substitution, `${x:=…}` and arithmetic may run a command or assign. Stopping at `$` keeps it linear. */
export const ACTS = /`|[$<>]\(|\$\[|\$\{[^}$]*(?:=|\+\+|--)/;

/** Reads parts that stand next to each other. */
export function readAll(
  context: ReadContext,
  written: readonly (WordPart | DoubleQuotedChild)[],
  mode: WordMode,
): readonly ShellPart[] {
  const isZsh = context.dialect === 'zsh';
  const parts = isZsh ? partsInZsh(context, written, isQuoted(mode)) : written;
  const only = parts[0];
  if (only && parts.length === 1) return readPart(context, only, mode);
  const read: ShellPart[] = [];
  for (const [index, part] of parts.entries()) {
    if (read.length >= LIMITS.pieces) return addRest(context, parts.slice(index), mode, read);
    const quote = quoteBetween(context, parts, index);
    if (quote) read.push(quote);
    else for (const one of readPart(context, part, mode)) read.push(one);
  }
  return read;
}

/** Further parts are unknown; their commands are read. */
function addRest(
  context: ReadContext,
  parts: readonly Part[],
  mode: WordMode,
  read: ShellPart[],
): readonly ShellPart[] {
  const [first, last] = [parts[0], parts.at(-1)];
  if (first === undefined || last === undefined) return read;
  const at = { start: spanOfNode(context, first).start, end: spanOfNode(context, last).end };
  const source = context.source.slice(at.start, at.end);
  const quoted =
    isQuoted(mode) || parts.every(({ type }) => type !== 'Open' && UNDIVIDED.has(type));
  read.push(notRead({ at, source, quoted, context: mode.context }));
  for (const part of parts) {
    if (!ACTS.test(part.text)) continue;
    for (const one of readPart(context, part, mode)) if (acts(one)) read.push(one);
  }
  return read;
}

function acts(part: ShellPart): boolean {
  if (part.kind === 'substitution') return part.body.length > 0;
  if (part.kind === 'opaque') return part.body.length > 0 || part.unread === true;
  return part.kind !== 'text' && ACTS.test(part.source);
}

/** Converts a part. */
export function readPart(context: ReadContext, part: Part, mode: WordMode): readonly ShellPart[] {
  const at = spanOfNode(context, part);
  if (part.type === 'Literal') return literal(context, at, mode);
  const isOpen = isOpenPart(context, part, at);
  const written = isOpen ? 'unclosed' : mode.context;
  // The parser may have read a modified text.
  const source = context.source.slice(at.start, at.end);
  const place: Place = { at, source, quoted: isQuoted(mode), context: written };
  switch (part.type) {
    case 'Open':
      return [openParameter(context, place)];
    case 'Glob':
    case 'ExtendedGlob':
      // QEMU arguments rarely are globs.
      return part.parts?.some(({ type }) => type !== 'Literal' && type !== 'Glob')
        ? readBetween(context, part.parts, part, mode)
        : literal(context, at, mode);
    case 'SingleQuoted':
      if (isQuotedOperand(mode)) return readLiterally(context, at, place, mode);
      return quotes(context, at, 1, 'single', isOpen);
    case 'AnsiCQuoted':
      if (context.dialect === 'dash' && !isQuotedOperand(mode)) {
        const text = quotes(context, at, 2, 'single', isOpen);
        return [...literal(context, { start: at.start, end: at.start + 1 }, mode), ...text];
      }
      if (isQuotedOperand(mode)) return readLiterally(context, at, place, mode);
      return quotes(context, at, 2, 'ansi-c', isOpen);
    case 'DoubleQuoted':
    case 'LocaleString': {
      // bash removes this backslash, dash does not.
      if (isQuotedOperand(mode) && context.dialect === 'ksh') {
        // Ends the outer quotes in zsh and ksh: possibly several words.
        const open = plainParameter({ ...place, quoted: false });
        return [{ ...open, subscript: '@', operator: 'other' }];
      }
      if (isQuotedOperand(mode) && /\\[^$`"\\\n]/.test(part.text)) {
        return [{ kind: 'opaque', ...place, body: [] }];
      }
      const parts = readAll(context, part.parts, isOpen ? OPEN_DOUBLE : DOUBLE);
      if (parts.length > 0) return parts;
      return quotes(context, at, part.type === 'DoubleQuoted' ? 1 : 2, 'double', isOpen);
    }
    case 'SimpleExpansion':
      return [plainParameter(place, part.text.slice(1))];
    case 'ParameterExpansion': {
      // `"${x:-can't}"`: the parser pairs the quote and finds no end.
      if (isOpen) return [{ kind: 'opaque', ...place, body: [] }];
      return [readParameter(context, part, plainParameter(place))];
    }
    case 'CommandExpansion':
      return [readSubstitution(context, part, place)];
    case 'ProcessSubstitution':
      return [readProcess(context, part, place)];
    case 'ArithmeticExpansion': {
      const within = inside(context, at);
      const expression = within && part.expression && readExpression(within, part.expression);
      return [{ kind: 'arithmetic', ...place, expression }];
    }
    case 'BraceExpansion':
      return readBraces(context, part, mode);
  }
}

/** The parser reports the quote of `$'…'` and `$"…"`. */
function isOpenPart({ open }: ReadContext, { type }: Pick<Part, 'type'>, { start }: Span): boolean {
  if (open.size === 0) return false;
  return open.has(type === 'AnsiCQuoted' || type === 'LocaleString' ? start + 1 : start);
}

/** A part whose commands nest too deeply. */
export function notRead(place: Place): ShellPart {
  return { kind: 'opaque', ...place, body: [], unread: true };
}

function readProcess(
  context: ReadContext,
  part: Extract<WordPart, { readonly type: 'ProcessSubstitution' }>,
  place: Place,
): ShellPart {
  const within = inside(context, place.at);
  if (within === undefined) return notRead(place);
  const body = context.readScript(within, part.script);
  return { kind: 'opaque', ...place, body, ...unreadBy(context, part.script?.errors) };
}

function readSubstitution(
  context: ReadContext,
  part: Extract<WordPart, { readonly type: 'CommandExpansion' }>,
  place: Place,
): ShellPart {
  const { at, source } = place;
  const within = inside(context, at);
  if (within === undefined) return notRead(place);
  const { quoted } = place;
  if (!source.startsWith('`')) {
    const body = context.readScript(within, part.script);
    const unread = unreadBy(context, part.script?.errors);
    if (unread) return { kind: 'opaque', ...place, body, ...unread };
    // Hot path: one hidden class.
    return { kind: 'substitution', at, source, quoted, context: place.context, body };
  }
  const decoding = /^double(?:-open)?$/.test(place.context) ? 'backtick-double' : 'backtick';
  const { source: script } = context;
  const between =
    place.context === 'unclosed' ? { start: at.start + 1, end: at.end } : inner(at, 1);
  const host = () => decodeText(script, between, decoding);
  const { nodes: body, problems } = context.readText(host().decoded);
  // In an operand or here-document dash decodes `\"`, bash does not.
  const differs = quoted && decoding === 'backtick' && source.includes('\\"');
  const unread = unreadBy(context, problems);
  const kind = differs || unread ? 'opaque' : 'substitution';
  return { kind, at, source, quoted, context: place.context, body, host, ...unread };
}

/** Single quotes are literal in `d` of a quoted `${x:-d}`. */
function isQuotedOperand({ context, pattern }: WordMode): boolean {
  return context === 'double-operand' && !pattern;
}

function readLiterally(
  context: ReadContext,
  at: Span,
  place: Place,
  mode: WordMode,
): readonly ShellPart[] {
  // bash decodes `$'…'` here, dash does not.
  return place.source.startsWith('$') || /[$`\\}]/.test(place.source.slice(1))
    ? [{ kind: 'opaque', ...place, body: [] }]
    : literal(context, at, mode);
}

/** The parser omits text between the parts of globs. */
function readBetween(
  context: ReadContext,
  parts: readonly WordPart[],
  around: { readonly pos: number; readonly end: number },
  mode: WordMode,
): readonly ShellPart[] {
  const read: ShellPart[] = [];
  let from = around.pos;
  const flush = (to: number) => {
    if (to <= from) return;
    read.push(...literal(context, spanOfNode(context, { pos: from, end: to }), mode));
  };
  for (const part of parts) {
    flush(part.pos);
    read.push(...readPart(context, part, mode));
    from = part.end;
  }
  flush(around.end);
  return read;
}

function readBraces(
  context: ReadContext,
  part: BraceExpansionPart,
  mode: WordMode,
): readonly ShellPart[] {
  const expands = mode.braces && context.dialect !== 'dash';
  const pieces = divideBraces(context.source, context.offset, part, expands);
  return pieces.flatMap((piece) => readPiece(context, piece, mode, false));
}

function readPiece(
  context: ReadContext,
  piece: BracePiece,
  mode: WordMode,
  opens: boolean,
): readonly ShellPart[] {
  switch (piece.kind) {
    case 'written':
      return itemParts(context, piece, literal(context, shift(context, piece.at), mode, opens));
    case 'part':
      return itemParts(context, piece, readPart(context, piece.part, mode));
    case 'counted': {
      const at = shift(context, piece.at);
      const text = generated(piece.text, { at, encodings: SHELL[mode.context] });
      return itemParts(context, piece, [{ kind: 'text', text, quoted: false }]);
    }
    case 'braces': {
      const at = shift(context, piece.at);
      const source = context.source.slice(at.start, at.end);
      const begins = opens || isWordStart(context, at.start, mode);
      const { items } = piece;
      const read = (of: NonNullable<typeof items>) =>
        of.map((item) =>
          item.flatMap((one, index) => readPiece(context, one, mode, begins && index === 0)),
        );
      const areTexts = items?.every((item) => item.every(({ kind }) => kind !== 'part'));
      const late = items && (areTexts ? () => read(items) : once(() => read(items)));
      return [{ kind: 'braces', at, source, quoted: false, context: mode.context, items: late }];
    }
  }
}

/** `m0` of `m{0,1}` cannot be replaced alone. */
function itemParts(
  context: ReadContext,
  { within }: { readonly within?: Span },
  parts: readonly ShellPart[],
): readonly ShellPart[] {
  if (within === undefined) return parts;
  const definition = shift(context, within);
  return parts.map((part) => {
    if (part.kind !== 'text') return { ...part, definition };
    return { ...part, text: withMarks(part.text, (piece) => ({ ...piece, definition })) };
  });
}

function shift({ offset }: ReadContext, { start, end }: Span): Span {
  return { start: start + offset, end: end + offset };
}

function inner(at: Span, open: number): Span {
  const start = Math.min(at.start + open, at.end);
  return { start, end: Math.max(start, at.end - 1) };
}

function quotes(
  context: ReadContext,
  at: Span,
  open: number,
  quoting: keyof typeof OPEN_QUOTES,
  isOpen: boolean,
): readonly ShellPart[] {
  if (!isOpen) return quotedText(context, inner(at, open), quoting);
  const start = Math.min(at.start + open, at.end);
  const isLine = start < at.end && context.source[at.end - 1] === '\n';
  return quotedText(context, { start, end: at.end - (isLine ? 1 : 0) }, OPEN_QUOTES[quoting]);
}

/** Any number of words, after the first substitution ran: `$x[1]`, `${(f)"$(cmd)"}` of zsh. */
function openParameter(context: ReadContext, place: Place): ParameterPart {
  const { at, source } = place;
  const from = source.search(/"?(?:\$\(|`)/);
  const within = from === -1 ? undefined : inside(context, at);
  const [first] = within ? parse(source.slice(from)).commands : [];
  const word = first?.command.type === 'Command' ? first.command.name : undefined;
  const operand =
    within && word && within.readWord({ ...within, offset: at.start + from }, word, PLAIN);
  return { ...plainParameter(place), subscript: '@', operator: 'other', operand };
}
