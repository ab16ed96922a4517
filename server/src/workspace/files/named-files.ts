/** Which files a script brings in as far as a look at its text tells, so that they are read before somebody asks for them. */
import { folderOf, normalPath } from '../../text/paths.ts';

/** `. ./lib/vm.sh`, `source "$HERE/../vm.sh"`, `. "$(dirname "$0")/vm.sh"`: what stands behind the folder. */
const NAMED =
  /^[ \t]*(?:\.|source)[ \t]+"?(?:(?:\.|\$\w+|\$\{\w+\}|\$\(dirname [^)\n]{0,40}\)"?)\/)?((?:\.\.\/)*(?:(?!\.{1,2}\/)[\w.-]+\/)*[\w.-]+)"?[ \t]*(?:[;&|#]|\r?$)/gm;

/** How many of them are told: a script brings in no more. */
const MAX_NAMED = 128;

/** The absolute paths of files that a script names, as if it were started in its own folder; none of them need be there. */
export function namedFiles(path: string, text: string): readonly string[] {
  const folder = folderOf(path);
  // Most scripts bring in none, which the engine sees faster without the beginning of lines.
  if (!/(?:\.|source)[ \t]/.test(text)) return [];
  const paths = new Set<string>();
  for (const [, name = ''] of text.matchAll(NAMED)) {
    paths.add(normalPath(`${folder}/${name}`));
    if (paths.size === MAX_NAMED) break;
  }
  return [...paths];
}
