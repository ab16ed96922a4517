/** Scripts of an analysis as trees, for fixes; read on demand. */
import type { ShellScript } from '../syntax/shell/tree.ts';
import type { PlacedFile } from '../text/file-set.ts';

/** Access to the files of an analysis. */
export interface FixTrees {
  /** The document's text, at offset 0. */
  readonly document: string;
  /** A file as a script, in the file's own offsets. */
  readonly script: (file: PlacedFile) => ShellScript;
}

/** `read` gives the tree of a file with this text. */
export function fixTrees(
  document: string,
  read: (path: string, text: string) => ShellScript,
): FixTrees {
  return { document, script: ({ path, text }) => read(path, text) };
}
