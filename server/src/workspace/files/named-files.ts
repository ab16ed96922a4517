/** Predicts from its text which files a script includes. */
import { folderOf, normalPath } from '../../text/paths.ts';

/** `. ./lib/vm.sh`, `source "$HERE/../vm.sh"`, `. "$(dirname "$0")/vm.sh"`: the part after the folder. */
const NAMED =
  /^[ \t]*(?:\.|source)[ \t]+"?(?:(?:\.|\$\w+|\$\{\w+\}|\$\(dirname [^)\n]{0,40}\)"?)\/)?((?:\.\.\/)*(?:(?!\.{1,2}\/)[\w.-]+\/)*[\w.-]+)"?[ \t]*(?:[;&|#]|\r?$)/gm;

const MAX_NAMED = 128;

/** Absolute, from the script's folder; they need not exist. */
export function namedFiles(path: string, text: string): readonly string[] {
  const folder = folderOf(path);
  // Fast path.
  if (!/(?:\.|source)[ \t]/.test(text)) return [];
  const paths = new Set<string>();
  for (const [, name = ''] of text.matchAll(NAMED)) {
    paths.add(normalPath(`${folder}/${name}`));
    if (paths.size === MAX_NAMED) break;
  }
  return [...paths];
}
