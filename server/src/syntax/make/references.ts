/** Reads references in Makefile text: `$(NAME)`, `$(subst a,b,text)` (GNU make's src/expand.c, src/function.c). */
import { type Encodings, innermost, replaceInnermost } from '../../text/encoding.ts';
import { LIMITS } from '../../text/limits.ts';
import {
  type Branch,
  decodedPiece,
  type MappedText,
  mappedText,
  pieceAt,
  slice,
  spanOf,
  type Use,
  withMarks,
} from '../../text/mapped-text.ts';
import { cover } from '../../text/span.ts';
import { MAKE } from './encodings.ts';
import { findOutside, skipReference } from './lines.ts';

export type MakeText = readonly MakePart[];

/** A reference in the source. */
export interface Reference {
  /** The whole reference as written. */
  readonly use: Use;
  /** The branch that adds it, if conditional. */
  readonly branch: Branch | undefined;
}

/** Text, or a reference. */
export type MakePart =
  | { readonly kind: 'text'; readonly text: MappedText }
  | {
      readonly kind: 'variable';
      readonly reference: Reference;
      readonly name: MakeText;
      /** `.c` and `.o` of `$(NAME:.c=.o)`. */
      readonly change: readonly [from: MakeText, to: MakeText] | undefined;
    }
  | {
      readonly kind: 'function';
      readonly reference: Reference;
      readonly name: string;
      readonly args: readonly MakeText[];
    }
  /** Unterminated, or nested too deeply. */
  | { readonly kind: 'open'; readonly reference: Reference };

/** Arguments of each function; the last takes further commas. 0: any number. */
const FUNCTIONS: ReadonlyMap<string, number> = new Map(
  (
    [
      [0, 'or and call'],
      [
        1,
        'strip sort words firstword lastword dir notdir suffix basename wildcard realpath abspath',
      ],
      [1, 'error warning info value eval origin flavor shell guile'],
      [2, 'findstring filter filter-out word addsuffix addprefix join file'],
      [3, 'subst patsubst wordlist if foreach let'],
      [5, 'intcmp'],
    ] as const
  ).flatMap(([count, names]) => names.split(' ').map((name) => [name, count] as const)),
);

/** Splits a text; values are not read again. */
export function referencesIn(text: MappedText): MakeText {
  return readParts(text, 0);
}

function readParts(text: MappedText, depth: number): MakeText {
  const source = text.decoded;
  if (!source.includes('$')) return source === '' ? [] : [{ kind: 'text', text }];
  const parts: MakePart[] = [];
  let from = 0;
  for (let dollar = source.indexOf('$'); dollar !== -1; dollar = source.indexOf('$', from)) {
    if (dollar > from) parts.push({ kind: 'text', text: slice(text, from, dollar) });
    from = skipReference(source, dollar);
    if (source[dollar + 1] === '$') {
      const own = decodedPiece(text, dollar, from, '$');
      if (own) parts.push({ kind: 'text', text: mappedText([own]) });
    } else if (from > dollar + 1) parts.push(readReference(text, dollar, from, depth));
  }
  if (from < source.length) parts.push({ kind: 'text', text: slice(text, from) });
  return parts;
}

function readReference(text: MappedText, start: number, end: number, depth: number): MakePart {
  const reference = referenceAt(text, start, end);
  const source = text.decoded;
  const open = source[start + 1];
  const read = (inner: MappedText) => readParts(inner, depth + 1);
  if (open !== '(' && open !== '{') {
    return {
      kind: 'variable',
      reference,
      name: read(slice(text, start + 1, end)),
      change: undefined,
    };
  }
  const close = open === '(' ? ')' : '}';
  const isRead = source[end - 1] === close && end - start >= 3 && depth < LIMITS.nesting;
  if (!isRead) {
    const encodings = inner(reference.use.encodings, 'make-open');
    return { kind: 'open', reference: { ...reference, use: { ...reference.use, encodings } } };
  }
  const inside = slice(text, start + 2, end - 1);
  const [before = '', name = ''] = /^([a-z][a-z-]*)(?:\s+|$)/.exec(inside.decoded) ?? [];
  const most = before.length > name.length ? FUNCTIONS.get(name) : undefined;
  if (most !== undefined) {
    const args = argumentsOf(slice(inside, before.length), open, close, most);
    return { kind: 'function', reference, name, args: args.map(read) };
  }
  const own = within(inside, 'make-argument');
  const colon = findOutside(own.decoded, ':');
  const change = slice(own, colon + 1);
  const equals = colon === -1 ? -1 : findOutside(change.decoded, '=');
  if (equals === -1) return { kind: 'variable', reference, name: read(own), change: undefined };
  return {
    kind: 'variable',
    reference,
    name: read(slice(own, 0, colon)),
    change: [read(slice(change, 0, equals)), read(slice(change, equals + 1))],
  };
}

function referenceAt(text: MappedText, start: number, end: number): Reference {
  const first = pieceAt(text, start);
  const last = slice(text, end - 1, end);
  const use: Use = {
    at: cover(spanOf(slice(text, start, start + 1)), spanOf(last)),
    source: text.decoded.slice(start, end),
    encodings: first?.encodings ?? MAKE['make-line'],
    definition: first?.definition,
  };
  return { use, branch: first?.branch };
}

/** Splits at commas outside parentheses of the function's own kind. */
function argumentsOf(
  inside: MappedText,
  open: string,
  close: string,
  most: number,
): readonly MappedText[] {
  const args: MappedText[] = [];
  let depth = 0;
  let from = 0;
  const { decoded } = inside;
  for (let index = 0; index < decoded.length && args.length + 1 !== most; index++) {
    const character = decoded[index];
    if (character === open) depth++;
    else if (character === close) depth--;
    else if (character === ',' && depth === 0) {
      args.push(within(slice(inside, from, index), 'make-argument'));
      from = index + 1;
    }
  }
  const isLast = args.length + 1 === most;
  return [...args, within(slice(inside, from), isLast ? 'make-last-argument' : 'make-argument')];
}

/** A part of a reference, whose terminators differ. */
function within(text: MappedText, context: keyof typeof MAKE): MappedText {
  return withMarks(text, (piece) => ({ ...piece, encodings: inner(piece.encodings, context) }));
}

function inner(encodings: Encodings, context: keyof typeof MAKE): Encodings {
  if (innermost(encodings).notation !== 'make') return encodings;
  return encodings.layers.length === 1 ? MAKE[context] : replaceInnermost(encodings, MAKE[context]);
}
