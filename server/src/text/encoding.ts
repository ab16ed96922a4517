/**
 * How text is written at a place, as layers: a word in the script of `bash -c '…'` has two, the single
 * quotes of the file and the quotes inside them. A reader decodes from the outermost layer inwards;
 * `syntax/spell.ts` encodes in the opposite order.
 */
import { LIMITS } from './limits.ts';

/** One way of writing: double quotes in a shell, an attribute in XML. Each is a constant of its notation. */
export interface Encoding {
  /** Unique, such as `double`; for tests and debugging. */
  readonly id: string;
  /** Such as `shell` or `xml`: what one reader reads. */
  readonly notation: string;
  /** Whether the reader replaces expansions such as `$PORT`. Default: no. */
  readonly expands?: boolean;
  /** Whether the place has no end, so that appended text becomes part of it. Default: no. */
  readonly isOpen?: boolean;
  /** Encodes decoded parts for a range that begins in this encoding and ends in `to` of the same notation. */
  readonly encode: Encode;
}

/** A part of a text during encoding. Level 1 is the outermost layer. */
export type LayerPart =
  | { readonly kind: 'text'; readonly text: string }
  /** Source that the reader of `level` expands; outer layers pass it through. */
  | { readonly kind: 'source'; readonly source: string; readonly level: number };

/** The layer that is being written, and the number of layers. */
interface LayerPosition {
  readonly level: number;
  readonly depth: number;
}

/**
 * Encodes parts so that the layer's reader returns them. Source of this level or of an inner one becomes
 * text for outer layers. Undefined if the encoding cannot express them.
 */
export type Encode = (
  parts: readonly LayerPart[],
  from: Encoding,
  to: Encoding,
  position: LayerPosition,
) => readonly LayerPart[] | undefined;

/**
 * The layers of a text, outermost first. Single-layer stacks are constants; compare others with
 * `sameEncodings`.
 */
export interface Encodings {
  readonly layers: readonly [Encoding, ...Encoding[]];
  /**
   * The number of outer layers that read the text as written. The others read the value of an expansion: in
   * `"qemu $PORT"` of `bash -c`, the outer shell replaces `$PORT` and the inner one sees the bare value.
   */
  readonly written: number;
}

/** A stack of one layer. */
export function writtenIn(encoding: Encoding): Encodings {
  return { layers: [encoding], written: 1 };
}

/** A one-layer stack for each id of a notation. Those in `open` have no end. */
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

/** Text whose quoting is unknown, such as the output of `sed`. It gets no edits. */
export const UNKNOWN_ENCODING: Encodings = writtenIn({
  id: 'unknown',
  notation: 'unknown',
  encode: () => undefined,
});

/** Whether an enclosing quote or expansion is unterminated. */
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

/** Encodes each part in a layer that expands nothing; source of outer layers stays. */
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

/** The stack of text that is decoded as `outer` and then read as `inner`. */
export function readAgain(outer: Encodings, inner: Encodings): Encodings {
  const isExpanded = outer.written < outer.layers.length;
  return onTop(outer, inner, (added) => {
    return isExpanded ? outer.written : outer.layers.length + added.written;
  });
}

/** The stack of an expansion that `outer` replaces and whose value is read as `inner`. */
export function expandedBefore(outer: Encodings, inner: Encodings): Encodings {
  return onTop(outer, inner, () => outer.written);
}

function onTop(
  outer: Encodings,
  inner: Encodings,
  writtenWith: (added: Encodings) => number,
): Encodings {
  const added = outer.layers.length < LIMITS.layers ? inner : UNKNOWN_ENCODING;
  // An unknown layer on an unknown layer adds nothing.
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

/** A stack for tests: `single>double`, with `^` before layers that read an expansion's value. */
export function describeEncodings({ layers, written }: Encodings): string {
  return layers
    .map(({ id }, index) => (index === 0 ? '' : index < written ? '>' : '^') + id)
    .join('');
}
