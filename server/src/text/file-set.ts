/**
 * Several files in one text, like Go's `token.FileSet`: the document at 0, then included files, so that a
 * span identifies the file. A line end that belongs to none separates them. Why:
 * docs/decisions/reading-files.md
 */
import { firstFrom, type Span } from './span.ts';

export interface PlacedFile {
  /** Unique. */
  readonly path: string;
  /** Offset 0 is `start`. */
  readonly text: string;
  /** 0 for the document. */
  readonly start: number;
}

/** Relative to the file's start. */
export interface FilePlace {
  readonly path: string;
  readonly at: Span;
}

/** Files one after another. */
export type FileSet = ReturnType<typeof fileSet>;

/** Room for most scripts to grow. */
const SMALLEST_SLOT = 4096;

/** The next power of two, so that typing rarely moves other files. */
export function slotSize(length: number): number {
  let size = SMALLEST_SLOT;
  while (size <= length) size *= 2;
  return size;
}

/** Files must not overlap. */
export function fileSet(placed: readonly PlacedFile[]) {
  const files = placed.toSorted((a, b) => a.start - b.start);
  const byPath = new Map(files.map((file) => [file.path, file]));
  let text: string | undefined;
  return {
    /** By offset. */
    files,
    /** On demand; only fixes need it. */
    text: () => {
      text ??= joinFiles(files);
      return text;
    },
    /** `[4096, 4100)` is `[0, 4)` of a file at 4096. Undefined outside one file. */
    locate: ({ start, end }: Span) => {
      const file = fileAt(files, start);
      if (file === undefined || end < start || end > file.start + file.text.length)
        return undefined;
      return { path: file.path, at: { start: start - file.start, end: end - file.start } };
    },
    /** Undefined for an unknown file. */
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
