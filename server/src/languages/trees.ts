/** The scripts of an analysis as trees, for fixes that change more than one text; read when asked for first. */
import type { ShellScript } from '../syntax/shell/tree.ts';
import type { PlacedFile } from '../text/file-set.ts';

/** What fixes ask of the files of an analysis. */
export interface FixTrees {
  /** The text of the document, which lies at 0. */
  readonly document: string;
  /** A file as a script, with offsets that count from the file's own start. */
  readonly script: (file: PlacedFile) => ShellScript;
}

/** For the fixes of one analysis. `read` gives the tree of a file with this text. */
export function fixTrees(
  document: string,
  read: (path: string, text: string) => ShellScript,
): FixTrees {
  return { document, script: ({ path, text }) => read(path, text) };
}
