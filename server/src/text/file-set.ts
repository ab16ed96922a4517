/** Several files in one text, like Go's `token.FileSet`: the document at 0, included files behind it. */
import { firstFrom, type Span } from './span.ts';

export interface PlacedFile {
  readonly path: string;
  readonly text: string;
  /** Offset in the set; 0 for the document. */
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

/** The offsets that a file reserves: a power of two, so that typing rarely moves later files. */
export function slotSize(length: number): number {
  let size = SMALLEST_SLOT;
  while (size <= length) size *= 2;
  return size;
}

/** Makes a set; files do not overlap. */
export function fileSet(placed: readonly PlacedFile[]) {
  const files = placed.toSorted((a, b) => a.start - b.start);
  const byPath = new Map(files.map((file) => [file.path, file]));
  let text: string | undefined;
  return {
    files,
    text: () => {
      text ??= joinFiles(files);
      return text;
    },
    /** A span's file: `[0, 4)` of the file at 4096 for `[4096, 4100)`; undefined outside one file. */
    locate: ({ start, end }: Span) => {
      const file = fileAt(files, start);
      if (file === undefined || end < start || end > file.start + file.text.length)
        return undefined;
      return { path: file.path, at: { start: start - file.start, end: end - file.start } };
    },
    /** A place's span; undefined for an unknown file. */
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
