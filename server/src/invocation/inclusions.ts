/**
 * Files that a script includes: scripts and QEMU configs. The caller supplies trees and learns which are
 * requested.
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
  /** In the file's offsets. */
  readonly script: ShellScript;
  /** In the file set. */
  readonly start: number;
}

/** In the document's offsets. */
interface IncludedMakefile {
  readonly path: string;
  readonly makefile: Makefile;
}

/** With spans as in invocations. */
export interface CommandRun {
  /** `kvm -monitor "$MON"` */
  readonly at: Span;
  readonly words: readonly Span[];
  /** Absolute paths of including files, the document first. */
  readonly files: readonly string[];
  /** Starts of enclosing functions, outermost first. */
  readonly functions: readonly number[];
  /** Outermost first. */
  readonly conditions: readonly Span[];
  /** Of each variable in it: `"tcp:$HOST:4444"`, `unknown`. `@` has all arguments. */
  readonly values: ReadonlyMap<string, readonly string[]>;
}

/** Access to included files. */
export interface Inclusions {
  /** Absolute, with `/`; undefined if unsaved. */
  readonly path: string | undefined;
  /**
   * The first available file, which may be the document (callers detect cycles). Undefined if none is: it is
   * requested, and the analysis repeated. `name` is the script's text.
   */
  readonly script: (paths: readonly string[], name: MappedText) => IncludedScript | undefined;
  /** For `-readconfig`, in the document's offsets. */
  readonly config: (paths: readonly string[], name: MappedText) => ConfigInvocation | undefined;
  /** For make's `include`, in the document's offsets. */
  readonly makefile?: (paths: readonly string[], name: MappedText) => IncludedMakefile | undefined;
  /** Gets each run of a command. */
  readonly watch?: ((run: CommandRun) => void) | undefined;
  /** A requested file is pending: this result will be discarded. */
  readonly isWaiting?: () => boolean;
}

/** Parent folders searched. */
const MAX_PARENTS = 6;

/**
 * Likeliest first: for `lib/vm.sh` in `/w/ci/run.sh`, `/w/ci/lib/vm.sh`, `/w/lib/vm.sh`, `/lib/vm.sh`.
 * `folders` are the script's and those of `cd`; only the first's parents are searched. An absolute path is
 * the only candidate; empty for an empty name.
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

/** Folders and the first's parents, with trailing slashes. */
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
