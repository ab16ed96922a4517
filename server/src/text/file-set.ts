/**
 * Several files in one text. The document lies at 0 and every file that it brings in behind it, each in a
 * slot of its own, so that a span stays two plain numbers whatever file it is in: who compares, sorts or
 * covers spans need not know that there are files. This is how compilers do it (`token.FileSet` of Go,
 * `SourceManager` of Clang). Between two files there is always a line ending that belongs to neither.
 * Why: docs/decisions/files-are-one-text.md
 */
import { firstFrom, type Span } from './span.ts';

/** One file of a set. */
export interface PlacedFile {
  /** Names the file; no other one of the set has the same. */
  readonly path: string;
  /** The file's own text; its offset 0 is `start` in the set. */
  readonly text: string;
  /** Where it lies. The document lies at 0. */
  readonly start: number;
}

/** A place in one file, counted from the file's own start. */
export interface FilePlace {
  readonly path: string;
  readonly at: Span;
}

/** Files that lie one behind the other. */
export type FileSet = ReturnType<typeof fileSet>;

/** The smallest slot. Most scripts fit into it, and grow without moving what lies behind them. */
const SMALLEST_SLOT = 4096;

/**
 * How much room to keep for a file: a power of two that is greater than its length. So a file that is
 * being typed in seldom grows out of its slot, and those behind it stay where they are.
 */
export function slotSize(length: number): number {
  let size = SMALLEST_SLOT;
  while (size <= length) size *= 2;
  return size;
}

/** A set of files, which must not overlap; each ends before the next begins, with a gap between. */
export function fileSet(placed: readonly PlacedFile[]) {
  const files = placed.toSorted((a, b) => a.start - b.start);
  const byPath = new Map(files.map((file) => [file.path, file]));
  let text: string | undefined;
  return {
    /** In the order of their places: the document, then what it brings in. */
    files,
    /**
     * The text of all files, every character at its offset and line endings in the gaps. Put together when
     * it is asked for, since only fixes look at it.
     */
    text: () => {
      text ??= joinFiles(files);
      return text;
    },
    /**
     * Which file a span is in and where: of the span `[4096, 4100)` and a file that lies at 4096, its first
     * four characters. Undefined for a span that is not inside one file, such as one in a gap.
     */
    locate: ({ start, end }: Span) => {
      const file = fileAt(files, start);
      if (file === undefined || end < start || end > file.start + file.text.length)
        return undefined;
      return { path: file.path, at: { start: start - file.start, end: end - file.start } };
    },
    /** The span in the set of a place in a file; undefined for a file that is none of the set. */
    place: ({ path, at }: FilePlace) => {
      const file = byPath.get(path);
      return file && { start: at.start + file.start, end: at.end + file.start };
    },
  };
}

/** The last file that begins at or before an offset. */
function fileAt(files: readonly PlacedFile[], offset: number): PlacedFile | undefined {
  return files[firstFrom(files, offset + 1, ({ start }) => start) - 1];
}

function joinFiles(files: readonly PlacedFile[]): string {
  const parts: string[] = [];
  let end = 0;
  for (const { start, text } of files) {
    parts.push('\n'.repeat(Math.max(0, start - end)), text);
    end = start + text.length;
  }
  return parts.join('');
}
