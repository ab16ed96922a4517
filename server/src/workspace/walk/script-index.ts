/**
 * Which scripts of the workspace mention a file: those that may bring it in. A script that is open says so
 * itself; this is about the others. Looked for when somebody asks, by the walk that all take, so that typing goes on
 * meanwhile; change events keep it current.
 */
import * as l10n from '@vscode/l10n';
import { hasFacts, isDecidedByFirstLine, languageOfName } from '../../languages/detect.ts';
import { addToSet } from '../../text/lookup.ts';
import { isBelow } from '../files/file-paths.ts';
import { type WalkParts, type WorkspaceFile, walkFiles } from './walk-files.ts';

/** How many scripts are looked into. */
const MAX_SCRIPTS = 2_000;

/** What brings in files, or has QEMU read them. */
const BRINGS_IN = /\bsource\b|(?:^|[\s;&|({"'`])\.[ \t]|readconfig|^[ \t]*[-s]?include\b/m;

export type ScriptIndex = ReturnType<typeof scriptIndex>;

/** `leftOut` of the parts gets what was left out, and why. */
export function scriptIndex(parts: Omit<WalkParts, 'isOpen'>) {
  /** The scripts that mention each name that was asked for, once that is known. */
  let mentions = new Map<string, Set<string>>();
  /** The scripts that bring in anything; undefined until somebody has looked. */
  let scripts: Set<string> | undefined;
  /** The files that may be brought in, by their names; undefined before the first search. */
  let byName: Map<string, Set<string>> | undefined;
  /** One search after the other, and changes between them. */
  let queue: Promise<unknown> = Promise.resolve();

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = queue.then(work);
    queue = turn.catch(() => undefined);
    return turn;
  }

  /** The scripts at and below paths that bring in anything, some at a time; everywhere without paths. */
  async function* scriptsAt(
    paths?: Iterable<string>,
    onName?: (path: string) => void,
  ): AsyncGenerator<WorkspaceFile> {
    const { files, isLimited } = walkFiles(
      { ...parts, isOpen: () => false },
      {
        folders: parts.access.folders(),
        limit: MAX_SCRIPTS,
        isUnwanted: () => false,
        onName,
        ...(paths && { paths }),
        mayBeWanted: (name) => hasFacts(languageOfName(name) ?? '') || isDecidedByFirstLine(name),
        isWanted: (languageId, bytes) => hasFacts(languageId) && BRINGS_IN.test(bytes),
      },
    );
    for await (const some of files) yield* some;
    if (isLimited()) {
      parts.leftOut(
        l10n.t('Only the first {0} scripts of the workspace are looked into', MAX_SCRIPTS),
      );
    }
  }

  async function search(names: readonly string[]): Promise<void> {
    const missing = names.filter((name) => !mentions.has(name));
    if (missing.length === 0) return;
    const found = new Map(missing.map((name) => [name, new Set<string>()]));
    const known = new Set<string>();
    const named = new Map<string, Set<string>>();
    const onName = (path: string): void => addToSet(named, nameOf(path), path);
    for await (const { path, text } of scriptsAt(scripts, scripts ? undefined : onName)) {
      known.add(path);
      for (const [name, paths] of found) if (text.includes(name)) paths.add(path);
    }
    byName ??= named;
    scripts ??= known;
    for (const [name, paths] of found) mentions.set(name, paths);
  }

  async function lookAgain(changed: string): Promise<boolean> {
    if (scripts === undefined) return false;
    const there = new Map<string, string>();
    for (const paths of byName?.values() ?? []) {
      for (const path of paths) if (isBelow(changed, path)) paths.delete(path);
    }
    const onName = (path: string): void => {
      if (byName) addToSet(byName, nameOf(path), path);
    };
    for await (const { path, text } of scriptsAt([changed], onName)) there.set(path, text);
    const gone = [...scripts].filter((path) => isBelow(changed, path));
    let different = false;
    for (const path of new Set([...gone, ...there.keys()])) {
      const text = there.get(path);
      if (text === undefined) scripts.delete(path);
      else scripts.add(path);
      for (const [name, paths] of mentions) {
        const isNamed = text?.includes(name) === true;
        if (isNamed !== paths.has(path)) different = true;
        if (isNamed) paths.add(path);
        else paths.delete(path);
      }
    }
    return different;
  }

  return {
    /** The scripts that mention a file's name; undefined while that is not known. */
    mentioning: (name: string) => {
      const paths = mentions.get(name);
      return paths && [...paths].toSorted();
    },
    /** The files of a name that may be brought in; undefined while they are not known. */
    named: (name: string): readonly string[] | undefined => {
      return byName && [...(byName.get(name) ?? [])];
    },
    /** Looks for the scripts that mention names. Never rejects. */
    find: (names: readonly string[]) => inTurn(() => search(names)),
    /** Looks again at what lies at or below a path; says whether any answer is another one now. */
    changed: (path: string) => inTurn(() => lookAgain(path)),
    /** Forgets everything, for callers without change events. */
    clear: () => {
      mentions = new Map();
      scripts = undefined;
      byName = undefined;
    },
  };
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
