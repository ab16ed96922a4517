/** Which files a script brings in as far as a look at its text tells, so that they are read before somebody asks for them. */
import { folderOf } from './file-paths.ts';

/** `. ./lib/vm.sh`, `source "$HERE/../vm.sh"`, `. "$(dirname "$0")/vm.sh"`: the way up, and what stands behind it. */
const NAMED =
  /^[ \t]*(?:\.|source)[ \t]+"?(?:(?:\.|\$\w+|\$\{\w+\}|\$\(dirname [^)\n]{0,40}\)"?)\/)?((?:\.\.\/)*)((?:(?!\.{1,2}\/)[\w.-]+\/)*[\w.-]+)"?[ \t]*(?:[;&|#]|\r?$)/gm;

/** The absolute paths of files that a script names, as if it were started in its own folder; none of them need be there. */
export function namedFiles(path: string, text: string): readonly string[] {
  return Array.from(text.matchAll(NAMED), ([, up = '', name = '']) => {
    let folder = folderOf(path);
    for (let rest = up.length; rest > 0; rest -= '../'.length) folder = folderOf(folder);
    return folder.endsWith('/') ? folder + name : `${folder}/${name}`;
  });
}
