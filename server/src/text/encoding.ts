/**
 * How text is written at a place, as layers: a word in `bash -c '…'` has the outer single quotes and the
 * inner quotes. Readers decode from outermost to innermost; `syntax/spell.ts` encodes in reverse.
 */
import { LIMITS } from './limits.ts';

/** Double quotes of a shell, an XML attribute. A constant of its notation. */
export interface Encoding {
  /** For tests: `double`. */
  readonly id: string;
  /** `shell`, `xml`: what one reader reads. */
  readonly notation: string;
  /** Expansions such as `$PORT` are replaced. Default: no. */
  readonly expands?: boolean;
  /** Without end, so appended text belongs to it. Default: no. */
  readonly isOpen?: boolean;
  /** From this encoding to `to` of the same notation. */
  readonly encode: Encode;
}

/** While it is encoded; level 1 is outermost. */
export type LayerPart =
  | { readonly kind: 'text'; readonly text: string }
  /** The reader of `level` expands it; outer layers pass it on. */
  | { readonly kind: 'source'; readonly source: string; readonly level: number };

/** The layer, and their number. */
interface LayerPosition {
  readonly level: number;
  readonly depth: number;
}

/**
 * Encodes parts for a layer's reader. Source of this or an inner level is text to outer layers. Undefined if
 * impossible.
 */
export type Encode = (
  parts: readonly LayerPart[],
  from: Encoding,
  to: Encoding,
  position: LayerPosition,
) => readonly LayerPart[] | undefined;

/** Outermost first. Stacks of one layer are constants; compare others by `sameEncodings`. */
export interface Encodings {
  readonly layers: readonly [Encoding, ...Encoding[]];
  /**
   * Outer layers that read the text as written; others read an expansion's value: in `"qemu $PORT"` of `bash
   * -c`, the outer shell expands `$PORT`.
   */
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

/** Text such as the output of `sed`, without edits. */
export const UNKNOWN_ENCODING: Encodings = writtenIn({
  id: 'unknown',
  notation: 'unknown',
  encode: () => undefined,
});

/** An unterminated quote or expansion is around it. */
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

/** Encodes parts for a layer without expansions; outer source stays. */
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

/** Exchanges the innermost layer. */
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
  // One unknown layer is enough.
  const isNoMore = added === UNKNOWN_ENCODING && innermost(outer) === innermost(added);
  if (isNoMore) return outer;
  return { layers: [...outer.layers, ...added.layers], written: writtenWith(added) };
}

/** Text is written the same way at both. */
export function sameEncodings(one: Encodings, other: Encodings): boolean {
  return (
    one === other ||
    (one.written === other.written &&
      one.layers.length === other.layers.length &&
      one.layers.every((layer, index) => layer === other.layers[index]))
  );
}

/** Describes a stack for tests: `single>double`, with `^` before layers that read an expansion's value. */
export function describeEncodings({ layers, written }: Encodings): string {
  return layers
    .map(({ id }, index) => (index === 0 ? '' : index < written ? '>' : '^') + id)
    .join('');
}
