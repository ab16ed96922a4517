/** Predicts which files a script brings in, by a look at its text. */
import { folderOf, normalPath } from '../../text/paths.ts';

/** `. ./lib/vm.sh`, `source "$HERE/../vm.sh"`, `. "$(dirname "$0")/vm.sh"`: the part behind the folder. */
const NAMED =
  /^[ \t]*(?:\.|source)[ \t]+"?(?:(?:\.|\$\w+|\$\{\w+\}|\$\(dirname [^)\n]{0,40}\)"?)\/)?((?:\.\.\/)*(?:(?!\.{1,2}\/)[\w.-]+\/)*[\w.-]+)"?[ \t]*(?:[;&|#]|\r?$)/gm;

const MAX_NAMED = 128;

/** The absolute paths that a script names, relative to its own folder; they need not exist. */
export function namedFiles(path: string, text: string): readonly string[] {
  const folder = folderOf(path);
  // Most scripts bring in none, and this test is faster.
  if (!/(?:\.|source)[ \t]/.test(text)) return [];
  const paths = new Set<string>();
  for (const [, name = ''] of text.matchAll(NAMED)) {
    paths.add(normalPath(`${folder}/${name}`));
    if (paths.size === MAX_NAMED) break;
  }
  return [...paths];
}
