/** The files that a document brings in; each keeps its offset. Why: docs/decisions/reading-files.md */

import { lowerReadConfig, placedConfig } from '../../invocation/from-readconfig.ts';
import type { Inclusions } from '../../invocation/inclusions.ts';
import type { ConfigInvocation } from '../../invocation/invocation.ts';
import type { IncludedAs } from '../../languages/support.ts';
import type { Makefile } from '../../syntax/make/tree.ts';
import { readConfig } from '../../syntax/readconfig/reader.ts';
import type { ShellScript } from '../../syntax/shell/tree.ts';
import { type FileSet, fileSet, slotSize } from '../../text/file-set.ts';
import { LIMITS } from '../../text/limits.ts';
import { type MappedText, spanOf } from '../../text/mapped-text.ts';
import { movedText } from '../../text/moved-text.ts';
import { movedSpan, type Span } from '../../text/span.ts';
import { type ScriptTrees, scriptTrees } from './script-trees.ts';

/** Files read so far. */
export interface Files {
  /** Null if the file must not be read, undefined if it was not read yet. */
  readonly get: (path: string) => string | null | undefined;
  readonly resolve?: (path: string) => string;
  /** Whether missing files will be read for another analysis. */
  readonly isRead?: boolean;
  /** Gets each command that is run. */
  readonly watch?: Inclusions['watch'];
}

/** A place that names a file to bring in. */
export interface NamedFile {
  /** `lib/vm.sh` of `source "$HERE/lib/vm.sh"`. */
  readonly name: MappedText;
  readonly path: string;
}

interface Slot {
  readonly text: string;
  readonly start: number;
  readonly size: number;
  config?: ConfigInvocation;
  makefile?: Makefile;
}

/** What a document keeps between analyses. */
export interface AnalysisMemory {
  readonly trees: ScriptTrees;
  document: Slot | undefined;
  slots: ReadonlyMap<string, Slot>;
  end: number;
}

/** Makes a memory; documents may share `trees`. */
export function analysisMemory(trees: ScriptTrees = scriptTrees()): AnalysisMemory {
  return { trees, document: undefined, slots: new Map(), end: 0 };
}

/** The files of one analysis. */
export interface IncludedFiles {
  readonly inclusions: Inclusions;
  readonly document: () => ShellScript;
  readonly isWhole: () => boolean;
  readonly used: ReadonlyMap<string, IncludedAs>;
  readonly named: readonly NamedFile[];
  readonly wanted: ReadonlySet<string>;
  /** The first file over a limit. */
  readonly leftOut: () => Span | undefined;
  readonly fileSet: () => FileSet;
}

/** Brings files in; records those that `files` lacks. */
export function includeFiles(
  source: { readonly text: string; readonly path: string },
  files: Files,
  memory: AnalysisMemory,
): IncludedFiles {
  const { text, path: ownPath } = source;
  const document = placeDocument(memory, text);
  const { find, look, slots, used, wanted, leftOut } = fileFinder(ownPath, document, files, memory);
  const named: NamedFile[] = [];
  let isWhole: boolean | undefined;
  const readDocument = (): ShellScript => {
    const script = memory.trees.get(ownPath, text);
    isWhole = script.problems.length === 0;
    return script;
  };
  const findNamed = (paths: readonly string[], name: MappedText, as: IncludedAs) => {
    const found = find(paths, name, as);
    if (found) named.push({ name, path: found.path });
    return found;
  };
  return {
    inclusions: {
      path: ownPath,
      script: (paths, name) => {
        const found = findNamed(paths, name, 'script');
        if (found === undefined) return undefined;
        const { path, slot } = found;
        return { path, script: memory.trees.get(path, slot.text), start: slot.start };
      },
      config: (paths, name) => {
        const found = findNamed(paths, name, 'config');
        return found && configOf(found.slot);
      },
      makefile: (paths, name) => {
        const found = findNamed(paths, name, 'makefile');
        if (found === undefined) return undefined;
        const { path, slot } = found;
        slot.makefile ??= memory.trees.makefile(path, slot.text, slot.start);
        return { path, makefile: slot.makefile };
      },
      quiet: memory.trees.quiet,
      outline: (paths) => {
        const found = look(paths);
        return found && { path: found.path, outline: memory.trees.outline(found.path, found.text) };
      },
    },
    document: readDocument,
    isWhole: () => isWhole ?? readDocument().problems.length === 0,
    used,
    named,
    wanted,
    leftOut,
    fileSet: () => {
      memory.slots = slots;
      return fileSet([
        { path: ownPath, text, start: 0 },
        ...[...slots].map(([path, slot]) => ({ path, text: slot.text, start: slot.start })),
      ]);
    },
  };
}

function fileFinder(ownPath: string, document: Slot, files: Files, memory: AnalysisMemory) {
  const slots = new Map<string, Slot>();
  const used = new Map<string, IncludedAs>();
  const wanted = new Set<string>();
  const looked = new Set<string>();
  let length = 0;
  let leftOut: Span | undefined;

  const bringIn = (path: string, found: string): Slot | undefined => {
    const known = slots.get(path);
    if (known) return known;
    if (length + found.length > LIMITS.includedBytes) return undefined;
    const slot = placeFile(memory, path, found);
    length += found.length;
    slots.set(path, slot);
    return slot;
  };
  const find = (paths: readonly string[], name: MappedText, as: IncludedAs) => {
    const [likeliest] = paths;
    if (likeliest === undefined) return undefined;
    if (looked.size >= LIMITS.files && !looked.has(likeliest)) {
      leftOut ??= spanOf(name);
      return undefined;
    }
    looked.add(likeliest);
    for (const asked of paths) {
      if (asked === ownPath) return { path: ownPath, slot: document };
      const found = files.get(asked);
      if (found === undefined) wanted.add(asked);
      if (typeof found !== 'string') continue;
      const path = files.resolve?.(asked) ?? asked;
      if (path === ownPath) return { path, slot: document };
      const slot = bringIn(path, found);
      if (slot === undefined) {
        leftOut ??= spanOf(name);
        continue;
      }
      if (!used.has(path)) used.set(path, as);
      return { path, slot };
    }
    return undefined;
  };
  const look = (paths: readonly string[]) => {
    for (const asked of paths) {
      if (asked === ownPath) return undefined;
      const found = files.get(asked);
      if (found === undefined) wanted.add(asked);
      if (typeof found === 'string') return { path: files.resolve?.(asked) ?? asked, text: found };
    }
    return undefined;
  };
  return { find, look, slots, used, wanted, leftOut: () => leftOut };
}

function configOf(slot: Slot): ConfigInvocation {
  const { text, start } = slot;
  slot.config ??= placedConfig(lowerReadConfig(readConfig(text)), {
    text: (of) => movedText(of, start),
    span: (at) => movedSpan(at, start),
  });
  return slot.config;
}

function placeDocument(memory: AnalysisMemory, text: string): Slot {
  const { document } = memory;
  if (document?.text === text) return document;
  const size = Math.max(document?.size ?? 0, slotSize(text.length));
  const placed: Slot = { text, start: 0, size };
  memory.document = placed;
  const live = [...memory.slots.values()].reduce((sum, slot) => sum + slot.size, size);
  // Too large for its place, or too many holes.
  if (size !== document?.size || memory.end > 2 * live) {
    memory.slots = new Map();
    memory.end = size;
  }
  return placed;
}

function placeFile(memory: AnalysisMemory, path: string, text: string): Slot {
  const known = memory.slots.get(path);
  if (known?.text === text) return known;
  if (known && text.length < known.size) {
    return { text, start: known.start, size: known.size };
  }
  const size = slotSize(text.length);
  const placed: Slot = { text, start: memory.end, size };
  memory.end += size;
  return placed;
}
