/**
 * How text is written at a place, as layers: a word in `bash -c '…'` has two, the outer single quotes and the inner
 * quotes. Readers decode from the outermost layer inwards; `syntax/spell.ts` encodes outwards.
 */
import { LIMITS } from './limits.ts';

/** Double quotes in a shell, an attribute in XML. A constant of its notation. */
export interface Encoding {
  /** For tests and debugging: `double`. */
  readonly id: string;
  /** `shell`, `xml`: what one reader reads. */
  readonly notation: string;
  /** Whether expansions such as `$PORT` are replaced. Default: no. */
  readonly expands?: boolean;
  /** Whether the place has no end, so that appended text belongs to it. Default: no. */
  readonly isOpen?: boolean;
  /** For a range that begins here and ends in `to` of the same notation. */
  readonly encode: Encode;
}

/** A part while it is encoded; level 1 is outermost. */
export type LayerPart =
  | { readonly kind: 'text'; readonly text: string }
  /** Expanded by the reader of `level`; outer layers pass it through. */
  | { readonly kind: 'source'; readonly source: string; readonly level: number };

/** The layer, and their number. */
interface LayerPosition {
  readonly level: number;
  readonly depth: number;
}

/**
 * Encodes parts for the layer's reader. Source of this or an inner level is text for outer layers.
 * Undefined if impossible.
 */
export type Encode = (
  parts: readonly LayerPart[],
  from: Encoding,
  to: Encoding,
  position: LayerPosition,
) => readonly LayerPart[] | undefined;

/** Outermost first. Single-layer stacks are constants; compare others with `sameEncodings`. */
export interface Encodings {
  readonly layers: readonly [Encoding, ...Encoding[]];
  /**
   * How many outer layers read the text as written; the others read an expansion's value: in `"qemu
   * $PORT"` of `bash -c`, the outer shell expands `$PORT`.
   */
  readonly written: number;
}

/** A stack of one layer. */
export function writtenIn(encoding: Encoding): Encodings {
  return { layers: [encoding], written: 1 };
}

/** By id; those in `open` have no end. */
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

/** Such as the output of `sed`. It gets no edits. */
export const UNKNOWN_ENCODING: Encodings = writtenIn({
  id: 'unknown',
  notation: 'unknown',
  encode: () => undefined,
});

/** Whether a quote or expansion around it is unterminated. */
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

/** For a layer without expansions; source of outer layers stays. */
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

/** The layer of the last reader. */
export function innermost({ layers }: Encodings): Encoding {
  return layers[layers.length - 1] ?? layers[0];
}

/** The stack with another innermost layer. */
export function replaceInnermost({ layers, written }: Encodings, inner: Encodings): Encodings {
  const [first, ...others] = [...layers.slice(0, -1), ...inner.layers];
  return { layers: [first ?? inner.layers[0], ...others], written };
}

/** Decoded as `outer`, then read as `inner`. */
export function readAgain(outer: Encodings, inner: Encodings): Encodings {
  const isExpanded = outer.written < outer.layers.length;
  return onTop(outer, inner, (added) => {
    return isExpanded ? outer.written : outer.layers.length + added.written;
  });
}

/** An expansion in `outer` whose value is read as `inner`. */
export function expandedBefore(outer: Encodings, inner: Encodings): Encodings {
  return onTop(outer, inner, () => outer.written);
}

function onTop(
  outer: Encodings,
  inner: Encodings,
  writtenWith: (added: Encodings) => number,
): Encodings {
  const added = outer.layers.length < LIMITS.layers ? inner : UNKNOWN_ENCODING;
  // One unknown layer suffices.
  const isNoMore = added === UNKNOWN_ENCODING && innermost(outer) === innermost(added);
  if (isNoMore) return outer;
  return { layers: [...outer.layers, ...added.layers], written: writtenWith(added) };
}

/** Whether text is written the same way at two places. */
export function sameEncodings(one: Encodings, other: Encodings): boolean {
  return (
    one === other ||
    (one.written === other.written &&
      one.layers.length === other.layers.length &&
      one.layers.every((layer, index) => layer === other.layers[index]))
  );
}

/** For tests: `single>double`, with `^` before layers that read an expansion's value. */
export function describeEncodings({ layers, written }: Encodings): string {
  return layers
    .map(({ id }, index) => (index === 0 ? '' : index < written ? '>' : '^') + id)
    .join('');
}
