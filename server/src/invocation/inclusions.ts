/**
 * What a script brings in: files that it sources, and those that QEMU reads for it. Nobody here opens a
 * file; whoever can hands them in as trees that lie behind the document, and hears which were asked for.
 */
import type { Makefile } from '../syntax/make/tree.ts';
import type { ShellScript } from '../syntax/shell/tree.ts';
import type { MappedText } from '../text/mapped-text.ts';
import { folderOf, isAbsolute, isPlainPath, normalPath, withoutSlashes } from '../text/paths.ts';
import type { Span } from '../text/span.ts';
import type { ConfigInvocation } from './invocation.ts';

/** A script that is brought in. */
export interface IncludedScript {
  readonly path: string;
  /** Its offsets count from its own start. */
  readonly script: ShellScript;
  /** Where it lies behind the document: what to add to its offsets. */
  readonly start: number;
}

/** A Makefile that is brought in; its offsets count from the document's start. */
interface IncludedMakefile {
  readonly path: string;
  readonly makefile: Makefile;
}

/** One run of a command of a script; spans count as those of invocations. */
export interface CommandRun {
  /** All of the command: `kvm -monitor "$MON"`. */
  readonly at: Span;
  readonly words: readonly Span[];
  /** The absolute paths of the files that bring in each other down to it, the document first. */
  readonly files: readonly string[];
  /** Where the definitions of the functions around it begin, the outermost first. */
  readonly functions: readonly number[];
  /** The conditions under which it is run, the outermost first. */
  readonly conditions: readonly Span[];
  /** What each variable that it names may hold, in words: `"tcp:$HOST:4444"`, `unknown`. `@` has all arguments. */
  readonly values: ReadonlyMap<string, readonly string[]>;
}

/** What a script may bring in, handed in by whoever can read files. */
export interface Inclusions {
  /** The document's own absolute path with `/`; undefined for one that was never saved. */
  readonly path: string | undefined;
  /**
   * The first of these absolute paths that is at hand, as a script; its `path` says which. The document
   * itself is at hand too, so whoever follows has to cut circles. Undefined where none is, or not yet:
   * then it is asked for, and the document is looked at again. `name` is what the script calls it.
   */
  readonly script: (paths: readonly string[], name: MappedText) => IncludedScript | undefined;
  /** The same for a file that `-readconfig` reads; its offsets count from the document's start. */
  readonly config: (paths: readonly string[], name: MappedText) => ConfigInvocation | undefined;
  /** The same for a file that make includes; its offsets count from the document's start. */
  readonly makefile?: (paths: readonly string[], name: MappedText) => IncludedMakefile | undefined;
  /** Gets each run of a command. */
  readonly watch?: ((run: CommandRun) => void) | undefined;
  /** Whether something was asked for that is not at hand yet, so that what is found now is for nobody. */
  readonly isWaiting?: () => boolean;
}

/** How many folders above a script a relative path is looked for in. */
const MAX_PARENTS = 6;

/**
 * Where a file may lie that a script names, the likeliest first: for `lib/vm.sh` in `/w/ci/run.sh` these
 * are `/w/ci/lib/vm.sh`, `/w/lib/vm.sh` and `/lib/vm.sh`. A relative path is meant from where the script
 * was started, which is its own folder or one above it as a rule. Folders are those that a script lies in
 * or changed to, `/` at the end or not; the parents of the first are looked at too. An absolute path is
 * the only candidate; an empty one has none.
 */
export function candidatePaths(name: string, folders: readonly string[]): readonly string[] {
  if (name === '') return [];
  if (isAbsolute(name)) return [normalPath(name)];
  const inFolder = name.replace(/^\.\//, '');
  const places = placesAround(folders);
  if (isPlainPath(inFolder)) return places.map((folder) => folder + inFolder);
  return [...new Set(places.map((folder) => normalPath(folder + inFolder)))];
}

/** What `placesAround` last went by, and found: a script names all its files from the same folders. */
let lastFolders: readonly string[] = [];
let lastPlaces: readonly string[] = [];

/** The folders, and those above the first, with a slash behind each. */
function placesAround(folders: readonly string[]): readonly string[] {
  const { length } = folders;
  if (length === lastFolders.length && folders.every((one, index) => one === lastFolders[index])) {
    return lastPlaces;
  }
  const all = [...folders];
  let parent = folders[0] ?? '';
  for (let level = 0; level < MAX_PARENTS && parent !== '' && parent !== '/'; level++) {
    parent = folderOf(parent.replace(/\/$/, ''));
    all.push(parent);
  }
  lastFolders = folders;
  lastPlaces = [...new Set(all.map((folder) => `${withoutSlashes(normalPath(`${folder}/`))}/`))];
  return lastPlaces;
}
