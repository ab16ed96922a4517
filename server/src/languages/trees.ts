/** The scripts of an analysis as trees, read on demand for fixes. */
import type { ShellScript } from '../syntax/shell/tree.ts';
import type { PlacedFile } from '../text/file-set.ts';

export interface FixTrees {
  readonly document: string;
  /** A file as a script, in its own offsets. */
  readonly script: (file: PlacedFile) => ShellScript;
}

/** `read` makes the tree of a file. */
export function fixTrees(
  document: string,
  read: (path: string, text: string) => ShellScript,
): FixTrees {
  return { document, script: ({ path, text }) => read(path, text) };
}
