import { LIMITS } from '../../text/limits.ts';
import { folderOf, normalPath } from '../../text/paths.ts';

/** The part after the folder: `. ./lib/vm.sh`, `source "$HERE/../vm.sh"`, `. "$(dirname "$0")/vm.sh"`. */
const NAMED =
  /^[ \t]*(?:\.|source)[ \t]+"?(?:(?:\.|\$\w+|\$\{\w+\}|\$\(dirname [^)\n]{0,40}\)"?)\/)?((?:\.\.\/)*(?:(?!\.{1,2}\/)[\w.-]+\/)*[\w.-]+)"?[ \t]*(?:[;&|#]|\r?$)/gm;

/** Absolute paths of files that a script's text brings in; they need not exist. */
export function namedFiles(path: string, text: string): readonly string[] {
  const folder = folderOf(path);
  if (!/(?:\.|source)[ \t]/.test(text)) return [];
  const paths = new Set<string>();
  for (const [, name = ''] of text.matchAll(NAMED)) {
    paths.add(normalPath(`${folder}/${name}`));
    if (paths.size === LIMITS.definitions) break;
  }
  return [...paths];
}
