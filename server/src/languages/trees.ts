/** The files of an analysis as trees, for fixes that change more than one text; read when asked for first. */
import { dialectOf } from '../syntax/shell/dialect.ts';
import { readShell } from '../syntax/shell/reader.ts';
import type { ShellScript } from '../syntax/shell/tree.ts';
import type { PlacedFile } from '../text/file-set.ts';

export interface FixTrees {
  /** The document, which lies at 0, as a reader reads it; each reader does so once. */
  readonly document: <Tree>(read: (text: string) => Tree) => Tree;
  /** A file as a script, with offsets that count from the file's own start. */
  readonly script: (file: PlacedFile) => ShellScript;
}

/** For the fixes of one analysis, by its document's text. */
export function fixTrees(text: string): FixTrees {
  const scripts = new Map<PlacedFile, ShellScript>();
  const documents = new Map<(text: string) => unknown, unknown>();
  return {
    document: <Tree>(read: (text: string) => Tree): Tree => {
      if (!documents.has(read)) documents.set(read, read(text));
      // What a reader gave is kept under it.
      return documents.get(read) as Tree;
    },
    script: (file) => {
      const script =
        scripts.get(file) ?? readShell(file.text, undefined, dialectOf(file.text, file.path));
      scripts.set(file, script);
      return script;
    },
  };
}
