/**
 * How text is written at a place. A word of the command that `bash -c '…'` runs is written in two layers: in the
 * single quotes of the file, and in whatever quotes stand inside of them. A reader decodes the layers from the
 * outermost to the innermost; `syntax/spell.ts` encodes them the other way round.
 */

/** One way of writing: between double quotes of a shell, in an attribute of XML. Each is one constant of its notation. */
export interface Encoding {
  /** Such as `double`, unique; for tests and people. */
  readonly id: string;
  /** Such as `shell` or `xml`: what one reader reads. */
  readonly notation: string;
  /** Whether its reader replaces expansions such as `$PORT`; not unless it says so. */
  readonly expands?: boolean;
  /** Whether nothing ends what stands there, so that it takes in what is put behind it. Not unless it says so. */
  readonly isOpen?: boolean;
  /** Decoded parts as they are written from a place in this encoding to one in `to`, which has the same notation. */
  readonly encode: Encode;
}

/** A part of a text while its layers are written. Level 1 is the outermost layer. */
export type LayerPart =
  | { readonly kind: 'text'; readonly text: string }
  /** Source that the reader of a layer replaces: those further out leave it to be read there as it is. */
  | { readonly kind: 'source'; readonly source: string; readonly level: number };

/** Which layer is written, and how many there are. */
interface LayerPosition {
  readonly level: number;
  readonly depth: number;
}

/**
 * Writes parts so that the reader of a layer gives them back. Source of its own level, or of one further in, becomes
 * text for the layers around it. Undefined where the encoding cannot hold them.
 */
export type Encode = (
  parts: readonly LayerPart[],
  from: Encoding,
  to: Encoding,
  position: LayerPosition,
) => readonly LayerPart[] | undefined;

/**
 * The layers in which a text is written, the outermost first. Stacks with one layer are constants of their notation;
 * compare others with `sameEncodings`.
 */
export interface Encodings {
  readonly layers: readonly [Encoding, ...Encoding[]];
  /**
   * How many of the layers, from the outermost, read what is written. The others read what an expansion gives: in
   * `"qemu $PORT"` of `bash -c`, the outer shell replaces `$PORT`, and its value stands bare in the inner command.
   */
  readonly written: number;
}

/** The stack of a text in a file that is read once. */
export function writtenIn(encoding: Encoding): Encodings {
  return { layers: [encoding], written: 1 };
}

/** The stack of each kind of place in a notation, by its id; `open` are those that nothing ends. */
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

/** Text whose quotes nobody knows, such as what `sed` makes of it. Nothing can be written there. */
export const UNKNOWN_ENCODING: Encodings = writtenIn({
  id: 'unknown',
  notation: 'unknown',
  encode: () => undefined,
});

/** Whether something around a place is not typed to its end: quotes, or an expansion. */
export function isOpenAt({ layers }: Encodings): boolean {
  return layers.some(({ isOpen }) => isOpen);
}

/** What a part of a text is written with. */
export function sourceOf(part: LayerPart): string {
  return part.kind === 'text' ? part.text : part.source;
}

/** What parts are written with, one behind the other. */
export function sourceOfAll(parts: readonly LayerPart[]): string {
  return parts.map(sourceOf).join('');
}

/** Writes each part alike in a layer that replaces nothing itself: of those further out the source stays as it is. */
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

/** The encoding that the last reader sees. */
export function innermost({ layers }: Encodings): Encoding {
  return layers[layers.length - 1] ?? layers[0];
}

/** The same stack with another innermost layer. */
export function replaceInnermost({ layers, written }: Encodings, inner: Encodings): Encodings {
  const [first, ...others] = [...layers.slice(0, -1), ...inner.layers];
  return { layers: [first ?? inner.layers[0], ...others], written };
}

/** How many layers a stack has at most: text that is read again after that, in whatever way, is not written any more. */
const MAX_LAYERS = 16;

/** The stack of text that was read as `outer`, and what that gave as `inner`. */
export function readAgain(outer: Encodings, inner: Encodings): Encodings {
  const isExpanded = outer.written < outer.layers.length;
  return onTop(outer, inner, (added) => {
    return isExpanded ? outer.written : outer.layers.length + added.written;
  });
}

/** The stack of an expansion that a reader of `outer` replaces, so that `inner` is how what it gives is read. */
export function expandedBefore(outer: Encodings, inner: Encodings): Encodings {
  return onTop(outer, inner, () => outer.written);
}

function onTop(
  outer: Encodings,
  inner: Encodings,
  writtenWith: (added: Encodings) => number,
): Encodings {
  const added = outer.layers.length < MAX_LAYERS ? inner : UNKNOWN_ENCODING;
  // Nothing is added to what is unknown already, however long the chain of programs is that a text goes through.
  const isNoMore = added === UNKNOWN_ENCODING && innermost(outer) === innermost(added);
  if (isNoMore) return outer;
  return { layers: [...outer.layers, ...added.layers], written: writtenWith(added) };
}

/** Whether text is written alike at two places. */
export function sameEncodings(one: Encodings, other: Encodings): boolean {
  return (
    one === other ||
    (one.written === other.written &&
      one.layers.length === other.layers.length &&
      one.layers.every((layer, index) => layer === other.layers[index]))
  );
}

/** A stack for people and tests: `single>double`, with `^` in front of what reads an expansion's value. */
export function describeEncodings({ layers, written }: Encodings): string {
  return layers
    .map(({ id }, index) => (index === 0 ? '' : index < written ? '>' : '^') + id)
    .join('');
}
