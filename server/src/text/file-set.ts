/**
 * Several files in one text, like Go's `token.FileSet`, so that a span identifies its file: the document at
 * 0, included files after it. Why: docs/decisions/reading-files.md
 */
import { firstFrom, type Span } from './span.ts';

export interface PlacedFile {
  readonly path: string;
  readonly text: string;
  /** The offset of the file in the set; 0 for the document. */
  readonly start: number;
}

/** A span relative to its file. */
export interface FilePlace {
  readonly path: string;
  readonly at: Span;
}

/** Files one after another in one text. */
export type FileSet = ReturnType<typeof fileSet>;

const SMALLEST_SLOT = 4096;

/** The number of offsets that a file reserves: a power of two, so that typing rarely moves the files behind it. */
export function slotSize(length: number): number {
  let size = SMALLEST_SLOT;
  while (size <= length) size *= 2;
  return size;
}

/** Makes a set of files that do not overlap. */
export function fileSet(placed: readonly PlacedFile[]) {
  const files = placed.toSorted((a, b) => a.start - b.start);
  const byPath = new Map(files.map((file) => [file.path, file]));
  let text: string | undefined;
  return {
    /** Sorted by offset. */
    files,
    /** Made on demand: only fixes need it. */
    text: () => {
      text ??= joinFiles(files);
      return text;
    },
    /** The file of a span: `[4096, 4100)` is `[0, 4)` of a file at 4096. Undefined outside one file. */
    locate: ({ start, end }: Span) => {
      const file = fileAt(files, start);
      if (file === undefined || end < start || end > file.start + file.text.length)
        return undefined;
      return { path: file.path, at: { start: start - file.start, end: end - file.start } };
    },
    /** The span of a place; undefined for an unknown file. */
    place: ({ path, at }: FilePlace) => {
      const file = byPath.get(path);
      return file && { start: at.start + file.start, end: at.end + file.start };
    },
  };
}

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
