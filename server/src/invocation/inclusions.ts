/** Files that a script includes. The caller learns which are requested. */

import type { Makefile } from '../syntax/make/tree.ts';
import type { ShellScript } from '../syntax/shell/tree.ts';
import { LIMITS } from '../text/limits.ts';
import type { MappedText } from '../text/mapped-text.ts';
import { folderOf, isAbsolute, isPlainPath, normalPath, withoutSlashes } from '../text/paths.ts';
import type { Span } from '../text/span.ts';
import type { ConfigInvocation } from './invocation.ts';
import type { QuietMakefile } from './make/include-graph.ts';
import type { MakeOutline } from './make/outline.ts';

export interface IncludedScript {
  readonly path: string;
  /** Its spans are offsets in the file. */
  readonly script: ShellScript;
  /** The file's offset in the file set. */
  readonly start: number;
}

/** Its spans are offsets in the file set. */
export interface IncludedMakefile {
  readonly path: string;
  readonly makefile: Makefile;
}

interface OutlinedMakefile {
  readonly path: string;
  readonly outline: MakeOutline;
}

/** A command that ran. */
export interface CommandRun {
  readonly at: Span;
  readonly words: readonly Span[];
  /** The document first. */
  readonly files: readonly string[];
  /** Offsets of functions, outermost first. */
  readonly functions: readonly number[];
  /** Conditions around the command, outermost first. */
  readonly conditions: readonly Span[];
  /** Possible values of each variable; `@` stands for all arguments. */
  readonly values: ReadonlyMap<string, readonly string[]>;
}

/** Access to included files. */
export interface Inclusions {
  /** Absolute; undefined if the document is not saved. */
  readonly path: string | undefined;
  /** The first available file. If none is, it is requested and the analysis repeated. Callers detect cycles. */
  readonly script: (paths: readonly string[], name: MappedText) => IncludedScript | undefined;
  /** The first available -readconfig file; its spans are offsets in the file set. */
  readonly config: (paths: readonly string[], name: MappedText) => ConfigInvocation | undefined;
  /** The first available Makefile. */
  readonly makefile?: (paths: readonly string[], name: MappedText) => IncludedMakefile | undefined;
  /** The outline of the first available file. */
  readonly outline?: (paths: readonly string[]) => OutlinedMakefile | undefined;
  /** Makefiles that concern no monitor, by their first includes. */
  readonly quiet?: Map<string, readonly QuietMakefile[]>;
  readonly watch?: ((run: CommandRun) => void) | undefined;
  readonly isWaiting?: () => boolean;
  /** Whether the result is discarded, to repeat with pending files. */
  readonly isDiscarded?: () => boolean;
}

/** Paths where `lib/vm.sh` of `/w/ci` may be, likeliest first: `/w/ci/lib/vm.sh`, `/w/lib/vm.sh`, `/lib/vm.sh`. */
export function candidatePaths(name: string, folders: readonly string[]): readonly string[] {
  if (name === '') return [];
  if (isAbsolute(name)) return [normalPath(name)];
  const inFolder = name.replace(/^\.\//, '');
  const places = placesAround(folders);
  if (isPlainPath(inFolder)) return places.map((folder) => folder + inFolder);
  return [...new Set(places.map((folder) => normalPath(folder + inFolder)))];
}

let lastFolders: readonly string[] = [];
let lastPlaces: readonly string[] = [];

function placesAround(folders: readonly string[]): readonly string[] {
  const { length } = folders;
  if (length === lastFolders.length && folders.every((one, index) => one === lastFolders[index])) {
    return lastPlaces;
  }
  const all = [...folders];
  let parent = folders[0] ?? '';
  for (let level = 0; level < LIMITS.kept && parent !== '' && parent !== '/'; level++) {
    parent = folderOf(parent.replace(/\/$/, ''));
    all.push(parent);
  }
  lastFolders = folders;
  lastPlaces = [...new Set(all.map((folder) => `${withoutSlashes(normalPath(`${folder}/`))}/`))];
  return lastPlaces;
}
