/** The files that a script writes, as far as somebody may read them again: `cat >vm.cfg <<EOF`. */
import type { MappedText } from '../../text/mapped-text.ts';
import type { Context } from './context.ts';
import type { Values } from './values.ts';
import { FOREIGN_VALUES, grownBy } from './values.ts';

/** A file that the script writes. */
export interface WrittenFile {
  readonly path: MappedText;
  /** What is in it. */
  content: Values;
  /** Whether the script itself reads or runs it. */
  used: boolean;
  /** Where the last command stood that wrote it. */
  context: Context;
}

export interface WrittenFiles {
  /** Takes note of what is written. Anything unknown makes the whole content unknown. */
  readonly write: (path: MappedText, content: Values, append: boolean, context: Context) => void;
  /** A file of that path, which counts as used from now on; undefined where the script writes none. */
  readonly read: (path: MappedText) => WrittenFile | undefined;
  readonly all: () => readonly WrittenFile[];
}

export function writtenFiles(): WrittenFiles {
  const files = new Map<string, WrittenFile>();
  return {
    write: (path, content, append, context) => {
      const key = keyOf(path);
      if (key === '' || key.startsWith('/dev/')) return;
      const known = files.get(key);
      if (known && append) {
        known.content = grownBy(known.content, content, false);
        known.context = context;
        return;
      }
      const before = append ? grownBy(FOREIGN_VALUES, content, false) : content;
      files.set(key, { path, content: append ? before : content, used: false, context });
    },
    read: (path) => {
      const file = files.get(keyOf(path));
      if (file) file.used = true;
      return file;
    },
    all: () => [...files.values()],
  };
}

/** A path as it is written: unknown parts are the same where they are written in the same way. */
function keyOf({ pieces }: MappedText): string {
  const parts = pieces.map((piece) =>
    piece.kind === 'known' ? piece.text : `\0${piece.source}\0`,
  );
  return parts.join('').replace(/^\.\//, '');
}
