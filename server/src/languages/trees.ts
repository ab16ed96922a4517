/** The scripts of an analysis as trees, for fixes that change more than one text; read when asked for first. */
import { dialectOf } from '../syntax/shell/dialect.ts';
import { readShell } from '../syntax/shell/reader.ts';
import type { ShellScript } from '../syntax/shell/tree.ts';
import type { PlacedFile } from '../text/file-set.ts';

/** What fixes ask of the files of an analysis. */
export interface FixTrees {
  /** The text of the document, which lies at 0. */
  readonly document: string;
  /** A file as a script, with offsets that count from the file's own start. */
  readonly script: (file: PlacedFile) => ShellScript;
}

/** For the fixes of one analysis. */
export function fixTrees(document: string): FixTrees {
  const scripts = new Map<PlacedFile, ShellScript>();
  return {
    document,
    script: (file) => {
      const script =
        scripts.get(file) ?? readShell(file.text, undefined, dialectOf(file.text, file.path));
      scripts.set(file, script);
      return script;
    },
  };
}
