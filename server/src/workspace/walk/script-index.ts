/** Owns which scripts name a file and may bring it in. Searched on request, then kept current. */

import * as l10n from '@vscode/l10n';
import { hasFacts, isDecidedByFirstLine, languageOfName } from '../../languages/detect.ts';
import { LIMITS } from '../../text/limits.ts';
import { addToSet } from '../../text/lookup.ts';
import { nameOf } from '../../text/paths.ts';
import { isBelow } from '../files/file-paths.ts';
import { inTurn } from '../pace.ts';
import { type WalkParts, type WorkspaceFile, walkFiles } from './walk-files.ts';

/** Brings in files, or passes them to QEMU. */
const BRINGS_IN = /\bsource\b|(?:^|[\s;&|({"'`])\.[ \t]|readconfig|^[ \t]*[-s]?include\b/m;

export class ScriptIndex {
  readonly #parts: Omit<WalkParts, 'isOpen'>;
  readonly #mentions = new Map<string, Set<string>>();
  /** Undefined before the first search. */
  #scripts: Set<string> | undefined;
  /** Scripts by the names in them; undefined before the first search. */
  #byName: Map<string, Set<string>> | undefined;
  readonly #inTurn = inTurn();

  constructor(parts: Omit<WalkParts, 'isOpen'>) {
    this.#parts = parts;
  }

  /** Scripts that mention a name; undefined before a search. */
  mentioning(name: string): readonly string[] | undefined {
    const paths = this.#mentions.get(name);
    return paths && [...paths].toSorted();
  }

  /** Files with a name; undefined before a search. */
  named(name: string): readonly string[] | undefined {
    return this.#byName && [...(this.#byName.get(name) ?? [])];
  }

  /** Searches names. Never rejects. */
  find(names: readonly string[]): Promise<void> {
    return this.#inTurn(() => this.#search(names));
  }

  /** Reads files at and below a path again; true if an answer changed. */
  changed(path: string): Promise<boolean> {
    return this.#inTurn(() => this.#lookAgain(path));
  }

  clear(): void {
    this.#mentions.clear();
    this.#scripts = undefined;
    this.#byName = undefined;
  }

  async *#scriptsAt(
    paths: Iterable<string> | undefined,
    onName?: (path: string) => void,
  ): AsyncGenerator<WorkspaceFile> {
    const parts = { ...this.#parts, isOpen: () => false };
    const { files, isLimited } = walkFiles(parts, {
      folders: parts.access.folders(),
      limit: LIMITS.scripts,
      isUnwanted: () => false,
      onName,
      ...(paths && { paths }),
      mayBeWanted: (name) => hasFacts(languageOfName(name) ?? '') || isDecidedByFirstLine(name),
      isWanted: (languageId, bytes) => hasFacts(languageId) && BRINGS_IN.test(bytes),
    });
    for await (const some of files) yield* some;
    if (isLimited()) {
      parts.leftOut(
        l10n.t('Only the first {0} scripts of the workspace are checked', LIMITS.scripts),
      );
    }
  }

  async #search(names: readonly string[]): Promise<void> {
    const missing = names.filter((name) => !this.#mentions.has(name));
    if (missing.length === 0) return;
    const found = new Map(missing.map((name) => [name, new Set<string>()]));
    const known = new Set<string>();
    const named = new Map<string, Set<string>>();
    const onName = (path: string): void => addToSet(named, nameOf(path), path);
    const scripts = this.#scriptsAt(this.#scripts, this.#scripts ? undefined : onName);
    for await (const { path, text } of scripts) {
      known.add(path);
      for (const [name, paths] of found) if (text.includes(name)) paths.add(path);
    }
    this.#byName ??= named;
    this.#scripts ??= known;
    for (const [name, paths] of found) this.#mentions.set(name, paths);
  }

  async #lookAgain(changed: string): Promise<boolean> {
    if (this.#scripts === undefined) return false;
    for (const paths of this.#byName?.values() ?? []) {
      for (const path of paths) if (isBelow(changed, path)) paths.delete(path);
    }
    const onName = (path: string): void => {
      if (this.#byName) addToSet(this.#byName, nameOf(path), path);
    };
    const there = new Map<string, string>();
    for await (const { path, text } of this.#scriptsAt([changed], onName)) there.set(path, text);
    const gone = [...(this.#scripts ?? [])].filter((path) => isBelow(changed, path));
    let isDifferent = false;
    for (const path of new Set([...gone, ...there.keys()])) {
      if (this.#put(path, there.get(path))) isDifferent = true;
    }
    return isDifferent;
  }

  /** True if an answer changed. */
  #put(path: string, text: string | undefined): boolean {
    if (text === undefined) this.#scripts?.delete(path);
    else this.#scripts?.add(path);
    let isDifferent = false;
    for (const [name, paths] of this.#mentions) {
      const isNamed = text?.includes(name) === true;
      if (isNamed !== paths.has(path)) isDifferent = true;
      if (isNamed) paths.add(path);
      else paths.delete(path);
    }
    return isDifferent;
  }
}
