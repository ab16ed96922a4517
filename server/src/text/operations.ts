/** Operations that keep the source of each character. */
import {
  type Branch,
  concat,
  generated,
  inBranch,
  type MappedText,
  mappedText,
  type Piece,
  slice,
  spanOf,
  split,
} from './mapped-text.ts';

/** Replaces a text, keeping its marks: `tcp::1234` for `-s`. */
export function standingFor(text: MappedText, value: string): MappedText {
  const [first] = text.pieces;
  return first === undefined ? text : generated(value, { ...first, at: spanOf(text) });
}

/** Removes blanks at both ends, or at one. */
export function trimmed(text: MappedText, side: 'both' | 'start' | 'end' = 'both'): MappedText {
  const { decoded } = text;
  const start = side === 'end' ? 0 : decoded.length - decoded.trimStart().length;
  const end = side === 'start' ? decoded.length : decoded.trimEnd().length;
  return slice(text, start, Math.max(start, end));
}

/** Words between blanks; an unknown word may be several. */
export function wordsOf(text: MappedText, blanks = /\s+/g): readonly MappedText[] {
  return split(text, blanks).filter(({ decoded }) => decoded !== '');
}

/** Changes case, if that keeps the length. */
export function inCase(
  text: MappedText,
  letters: 'upper' | 'lower',
  first: 'first' | 'all' = 'all',
): MappedText {
  if (first === 'first') return concat([inCase(slice(text, 0, 1), letters), slice(text, 1)]);
  const pieces = text.pieces.map((piece): Piece => {
    if (piece.kind === 'unknown') return piece;
    const changed = letters === 'upper' ? piece.text.toUpperCase() : piece.text.toLowerCase();
    return changed.length === piece.text.length && changed !== piece.text
      ? { ...piece, text: changed, verbatim: false }
      : piece;
  });
  return mappedText(pieces, text.place);
}

/** The name in a path: `vm.sh` of `/w/vm.sh`. */
export function nameIn(path: MappedText): MappedText {
  return slice(path, path.decoded.lastIndexOf('/') + 1);
}

/** The folder in a path: `/w/` of `/w/vm.sh`; undefined without a slash. */
export function folderIn(path: MappedText): MappedText | undefined {
  const slash = path.decoded.lastIndexOf('/');
  return slash === -1 ? undefined : slice(path, 0, slash + 1);
}

/** A text as a path; undefined if unknown. */
export function pathOf({ pieces }: MappedText): string | undefined {
  let path = '';
  for (const piece of pieces) {
    const text = piece.kind === 'known' ? piece.text : piece.path;
    if (text === undefined) return undefined;
    path += text;
  }
  return path === '' ? undefined : path;
}

/** Gives a text the branch of another, which it replaces. */
export function inBranchOf({ pieces }: MappedText, text: MappedText): MappedText {
  return inBranch(text, pieces.find((piece) => piece.branch)?.branch);
}

/** Whether a part may be skipped. */
export function mayBeShorter({ pieces }: MappedText): boolean {
  return pieces.some(({ branch }) => branch !== undefined);
}

/** Whether a text is one unknown piece: any number of words. */
export function isOneUnknown({ pieces }: MappedText): boolean {
  return pieces.length === 1 && pieces[0]?.kind === 'unknown';
}

/** The branch of all pieces; undefined if they differ. */
export function branchAround({ pieces }: MappedText): Branch | undefined {
  const branch = pieces[0]?.branch;
  return pieces.every((piece) => piece.branch === branch) ? branch : undefined;
}

/** Combinations with one item of each list. Beyond `most`, each item occurs, and `isWhole` is false. */
export function waysOf<T>(
  options: readonly (readonly T[])[],
  most: number,
): { readonly ways: readonly (readonly T[])[]; readonly isWhole: boolean } {
  const all = options.reduce((product, { length }) => Math.min(product * length, most + 1), 1);
  const isWhole = all <= most;
  const count = isWhole ? all : Math.max(...options.map(({ length }) => length));
  const ways = Array.from({ length: count }, (_, way) => {
    let rest = way;
    return options.flatMap((own) => {
      const one = own[rest % own.length] ?? [];
      if (isWhole) rest = Math.floor(rest / own.length);
      return one;
    });
  });
  return { ways, isWhole };
}
