/**
 * Files that a script brings in: sourced scripts and QEMU configs. The caller supplies their trees and learns which
 * were requested.
 */
import type { Makefile } from '../syntax/make/tree.ts';
import type { ShellScript } from '../syntax/shell/tree.ts';
import type { MappedText } from '../text/mapped-text.ts';
import { folderOf, isAbsolute, isPlainPath, normalPath, withoutSlashes } from '../text/paths.ts';
import type { Span } from '../text/span.ts';
import type { ConfigInvocation } from './invocation.ts';

/** An included script. */
export interface IncludedScript {
  readonly path: string;
  /** In the file's own offsets. */
  readonly script: ShellScript;
  /** Its offset behind the document. */
  readonly start: number;
}

/** An included Makefile, in the document's offsets. */
interface IncludedMakefile {
  readonly path: string;
  readonly makefile: Makefile;
}

/** A run of a command; spans are as in invocations. */
export interface CommandRun {
  /** The whole command: `kvm -monitor "$MON"`. */
  readonly at: Span;
  readonly words: readonly Span[];
  /** The absolute paths of the files that bring it in, the document first. */
  readonly files: readonly string[];
  /** Starts of the functions around it, the outermost first. */
  readonly functions: readonly number[];
  /** Its conditions, the outermost first. */
  readonly conditions: readonly Span[];
  /** The possible values of each variable in it: `"tcp:$HOST:4444"`, `unknown`. `@` has all arguments. */
  readonly values: ReadonlyMap<string, readonly string[]>;
}

/** Access to included files. */
export interface Inclusions {
  /** The document's absolute path with `/`; undefined if unsaved. */
  readonly path: string | undefined;
  /**
   * The first available file of these absolute paths, which may be the document (callers detect cycles). Undefined if
   * none is available yet: it is requested, and the analysis repeated. `name` is the script's text.
   */
  readonly script: (paths: readonly string[], name: MappedText) => IncludedScript | undefined;
  /** The same for `-readconfig`, in the document's offsets. */
  readonly config: (paths: readonly string[], name: MappedText) => ConfigInvocation | undefined;
  /** The same for make's `include`, in the document's offsets. */
  readonly makefile?: (paths: readonly string[], name: MappedText) => IncludedMakefile | undefined;
  /** Receives each run of a command. */
  readonly watch?: ((run: CommandRun) => void) | undefined;
  /** Whether a requested file is pending, so that this result is discarded. */
  readonly isWaiting?: () => boolean;
}

/** Limit of parent folders searched. */
const MAX_PARENTS = 6;

/**
 * Candidate paths, likeliest first: for `lib/vm.sh` in `/w/ci/run.sh`, `/w/ci/lib/vm.sh`, `/w/lib/vm.sh`,
 * `/lib/vm.sh`. `folders` are the script's and those of `cd`; only the first one's parents are searched. An absolute
 * path is its only candidate; an empty one has none.
 */
export function candidatePaths(name: string, folders: readonly string[]): readonly string[] {
  if (name === '') return [];
  if (isAbsolute(name)) return [normalPath(name)];
  const inFolder = name.replace(/^\.\//, '');
  const places = placesAround(folders);
  if (isPlainPath(inFolder)) return places.map((folder) => folder + inFolder);
  return [...new Set(places.map((folder) => normalPath(folder + inFolder)))];
}

/** The last result of `placesAround`. */
let lastFolders: readonly string[] = [];
let lastPlaces: readonly string[] = [];

/** The folders and the first one's parents, with trailing slashes. */
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
