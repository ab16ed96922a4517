/**
 * Several files in one text. The document is at offset 0, the files that it brings in follow in slots of
 * their own, so a span of two numbers also identifies the file. Compilers do the same (`token.FileSet` in
 * Go, `SourceManager` in Clang). At least one line ending that belongs to no file separates two files.
 * Why: docs/decisions/reading-files.md
 */
import { firstFrom, type Span } from './span.ts';

/** One file of a set. */
export interface PlacedFile {
  /** Unique within the set. */
  readonly path: string;
  /** The file's text; its offset 0 is `start` in the set. */
  readonly text: string;
  /** The offset in the set; 0 for the document. */
  readonly start: number;
}

/** A span in one file, relative to the file's start. */
export interface FilePlace {
  readonly path: string;
  readonly at: Span;
}

/** Files that lie one behind the other. */
export type FileSet = ReturnType<typeof fileSet>;

/** The smallest slot, large enough for most scripts to grow in place. */
const SMALLEST_SLOT = 4096;

/**
 * The slot of a file: the next power of two above its length, so that typing rarely moves the files behind
 * it.
 */
export function slotSize(length: number): number {
  let size = SMALLEST_SLOT;
  while (size <= length) size *= 2;
  return size;
}

/** Builds a set. Files do not overlap and have a gap between them. */
export function fileSet(placed: readonly PlacedFile[]) {
  const files = placed.toSorted((a, b) => a.start - b.start);
  const byPath = new Map(files.map((file) => [file.path, file]));
  let text: string | undefined;
  return {
    /** In order of offset: the document first. */
    files,
    /** The text of all files with line endings in the gaps. Built on demand; only fixes need it. */
    text: () => {
      text ??= joinFiles(files);
      return text;
    },
    /**
     * The file and local span of a span in the set: `[4096, 4100)` is the first four characters of a file
     * at 4096. Undefined for a span that is not inside one file.
     */
    locate: ({ start, end }: Span) => {
      const file = fileAt(files, start);
      if (file === undefined || end < start || end > file.start + file.text.length)
        return undefined;
      return { path: file.path, at: { start: start - file.start, end: end - file.start } };
    },
    /** The span in the set of a place in a file; undefined for an unknown file. */
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
