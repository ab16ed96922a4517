/**
 * How text is written at a place, as layers of readers: a word in `bash -c '…'` is in outer single quotes and inner
 * ones. The outermost decodes first; `syntax/spell.ts` encodes in reverse.
 */

import { LIMITS } from './limits.ts';
import { once } from './lookup.ts';

/** One layer, a constant: a shell's double quotes, an XML attribute. */
export interface Encoding {
  /** For tests: `double`. */
  readonly id: string;
  /** The reader: `shell`, `xml`. */
  readonly notation: string;
  /** Whether expansions such as `$PORT` are replaced. */
  readonly expands?: boolean;
  /** The place has no end, so appended text belongs to it. */
  readonly isOpen?: boolean;
  readonly encode: Encode;
}

/** A part to encode; level 1 is outermost. */
export type LayerPart =
  | { readonly kind: 'text'; readonly text: string }
  /** Expanded by the reader of `level`; outer layers pass it on. */
  | { readonly kind: 'source'; readonly source: string; readonly level: number };

interface LayerPosition {
  readonly level: number;
  readonly depth: number;
}

/** Encodes parts for one reader, to which source of this or an inner level is plain text. */
export type Encode = (
  parts: readonly LayerPart[],
  from: Encoding,
  to: Encoding,
  position: LayerPosition,
) => readonly LayerPart[] | undefined;

/** Layers, outermost first; compare them by `sameEncodings`. */
export interface Encodings {
  readonly layers: readonly [Encoding, ...Encoding[]];
  /** How many outer layers read the text as written; others read an expansion's value: `bash -c "qemu $PORT"`. */
  readonly written: number;
}

/** Makes a stack of one layer. */
export function writtenIn(encoding: Encoding): Encodings {
  return { layers: [encoding], written: 1 };
}

/** Makes stacks by id; those in `open` have no end. */
export function writtenInEach<Id extends string>(
  ids: readonly Id[],
  encoding: Omit<Encoding, 'id' | 'isOpen'>,
  open: readonly Id[] = [],
): Readonly<Record<Id, Encodings>> {
  const stacks = ids.map((id) => [
    id,
    writtenIn({ ...encoding, id, ...(open.includes(id) ? { isOpen: true } : {}) }),
  ]);
  return Object.fromEntries(stacks) as Record<Id, Encodings>;
}

/** The encoding of unknown text such as the output of `sed`; it gets no edits. */
export const UNKNOWN_ENCODING: Encodings = writtenIn({
  id: 'unknown',
  notation: 'unknown',
  encode: () => undefined,
});

/** Whether a quote or expansion around the place is unterminated. */
export function isOpenAt({ layers }: Encodings): boolean {
  return layers.some(({ isOpen }) => isOpen);
}

/** The source of a part. */
export function sourceOf(part: LayerPart): string {
  return part.kind === 'text' ? part.text : part.source;
}

/** The source of all parts. */
export function sourceOfAll(parts: readonly LayerPart[]): string {
  return parts.map(sourceOf).join('');
}

/** Encodes text of a layer without expansions; outer source stays. */
export function encodeEach(
  parts: readonly LayerPart[],
  { level }: LayerPosition,
  write: (text: string, kind: LayerPart['kind']) => string,
): readonly LayerPart[] {
  return parts.map((part): LayerPart => {
    if (part.kind === 'source' && part.level < level) return part;
    return { kind: 'text', text: write(sourceOf(part), part.kind) };
  });
}

/** The last reader's layer. */
export function innermost({ layers }: Encodings): Encoding {
  return layers[layers.length - 1] ?? layers[0];
}

/** Replaces the innermost layer. */
export function replaceInnermost({ layers, written }: Encodings, inner: Encodings): Encodings {
  const [first, ...others] = [...layers.slice(0, -1), ...inner.layers];
  return { layers: [first ?? inner.layers[0], ...others], written };
}

/** The encoding of text that is decoded as `outer`, then read as `inner`. */
export function readAgain(outer: Encodings, inner: Encodings): Encodings {
  return readAgainBy(inner)(outer);
}

const readAgainBy = once((inner: Encodings) =>
  once((outer: Encodings) => {
    const isExpanded = outer.written < outer.layers.length;
    return onTop(outer, inner, (added) => {
      return isExpanded ? outer.written : outer.layers.length + added.written;
    });
  }),
);

/** The encoding of an expansion in `outer` whose value is read as `inner`. */
export function expandedBefore(outer: Encodings, inner: Encodings): Encodings {
  return expandedBy(inner)(outer);
}

const expandedBy = once((inner: Encodings) =>
  once((outer: Encodings) => onTop(outer, inner, () => outer.written)),
);

function onTop(
  outer: Encodings,
  inner: Encodings,
  writtenWith: (added: Encodings) => number,
): Encodings {
  const added = outer.layers.length < LIMITS.depth ? inner : UNKNOWN_ENCODING;
  const isNoMore = added === UNKNOWN_ENCODING && innermost(outer) === innermost(added);
  if (isNoMore) return outer;
  return { layers: [...outer.layers, ...added.layers], written: writtenWith(added) };
}

/** Whether two places have the same layers. */
export function sameEncodings(one: Encodings, other: Encodings): boolean {
  return (
    one === other ||
    (one.written === other.written &&
      one.layers.length === other.layers.length &&
      one.layers.every((layer, index) => layer === other.layers[index]))
  );
}

/** Describes layers for tests: `single>double`; `^` before readers of an expansion's value. */
export function describeEncodings({ layers, written }: Encodings): string {
  return layers
    .map(({ id }, index) => (index === 0 ? '' : index < written ? '>' : '^') + id)
    .join('');
}
