/**
 * The texts of files that documents bring in, kept until somebody says that they changed. The text of an
 * open document wins over the disk, saved or not. Answers come at once or not at all; `load` fetches.
 */
import * as l10n from '@vscode/l10n';
import type { Files } from '../../service/analysis/included-files.ts';
import type { FileAccess, ReadResult } from './file-access.ts';
import { isBelowAny } from './file-paths.ts';
import { namedFiles } from './named-files.ts';

/** The longest file that is brought in. */
export const MAX_FILE_BYTES = 8 * 1024 * 1024;
/** How many files are read at the same time. */
const AT_ONCE = 16;
/** How many code units one call of `load` may read, and how many are kept. */
const MAX_LOADED = 32 * 1024 * 1024;
const MAX_KEPT = 128 * 1024 * 1024;
/** How many files one call of `load` may read that nobody asked for, since what was read names them. */
const MAX_AHEAD = 64;

/** The texts of files, as analyses ask for them: at once, or not yet. */
export interface FileStore extends Files {
  readonly resolve: (path: string) => string;
  /** Reads what is not known yet, and what that names. Afterwards all of it is known, unless it changed meanwhile. */
  readonly load: (paths: readonly string[]) => Promise<void>;
  /** Forgets files, and all that is below folders; says whether anything of them was known. */
  readonly changed: (paths: ReadonlySet<string>) => boolean;
  /** Forgets whatever is not on the disk any more as it was read: for those whom nobody tells. */
  readonly revalidate: () => Promise<void>;
}

/** One reading; two of the same file differ as objects. */
interface Reading {
  readonly done: Promise<void>;
}

interface Known {
  readonly text: string | null;
  /** The path of the file itself, behind symbolic links. */
  readonly path: string;
  readonly stamp: string | undefined;
}

/** `openText` gives the text of an open document; `say` gets once what is not read and why. */
export function fileStore(
  access: FileAccess,
  openText: (path: string) => string | undefined,
  say: (message: string) => void,
): FileStore {
  const known = new Map<string, Known>();
  const readings = new Map<string, Reading>();
  const said = new Set<string>();
  let kept = 0;

  function keep(path: string, file: Known): void {
    drop(path);
    known.set(path, file);
    kept += file.text?.length ?? 0;
  }

  function drop(path: string): void {
    kept -= known.get(path)?.text?.length ?? 0;
    known.delete(path);
  }

  function sayOnce(path: string, reason: string): void {
    if (said.has(path)) return;
    said.add(path);
    say(l10n.t('{0} is not looked into: {1}', path, reason));
  }

  function read(path: string): Promise<void> {
    const busy = readings.get(path);
    if (busy) return busy.done;
    const reading = { done: access.read(path, MAX_FILE_BYTES).then((result) => take(result)) };
    const take = (result: ReadResult): void => {
      // Who changed the file meanwhile has taken the reading away, and there will be another one.
      if (readings.get(path) !== reading) return;
      readings.delete(path);
      const found = toKnown(path, result);
      keep(path, found);
      if (found.path !== path) keep(found.path, found);
      if (result.kind === 'refused') sayOnce(path, result.reason);
    };
    readings.set(path, reading);
    return reading.done;
  }

  function isKnown(path: string): boolean {
    return known.has(path) || openText(path) !== undefined;
  }

  async function readAll(paths: readonly string[], before: number): Promise<void> {
    const next = paths.values();
    const work = async () => {
      for (const path of next) {
        if (kept - before < MAX_LOADED) await read(path);
        else {
          keep(path, { text: null, path, stamp: undefined });
          sayOnce(path, l10n.t('too much is asked for at once'));
        }
      }
    };
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, paths.length) }, work));
  }

  function namedIn(asked: string): readonly string[] {
    const { path = asked, text } = known.get(asked) ?? {};
    return text ? namedFiles(path, text).filter((other) => !isKnown(other)) : [];
  }

  return {
    get: (path) => {
      const opened = openText(path);
      if (opened !== undefined) return opened;
      const found = known.get(path);
      if (found === undefined) return undefined;
      return found.path === path ? found.text : (openText(found.path) ?? found.text);
    },
    resolve: (path) => (openText(path) === undefined ? (known.get(path)?.path ?? path) : path),
    load: async (paths) => {
      // What is still wanted is read again.
      if (kept > MAX_KEPT) for (const path of [...known.keys()]) drop(path);
      const before = kept;
      let ahead = MAX_AHEAD;
      for (let next = paths; next.length > 0; ahead -= next.length) {
        const waiting = [...new Set(next)].filter((path) => !isKnown(path));
        await readAll(waiting, before);
        next = waiting.flatMap(namedIn).slice(0, ahead);
      }
    },
    changed: (paths) => {
      let found = false;
      for (const [asked, file] of known) {
        if (!isBelowAny(paths, asked) && !isBelowAny(paths, file.path)) continue;
        drop(asked);
        found = true;
      }
      for (const asked of readings.keys()) {
        if (!isBelowAny(paths, asked)) continue;
        readings.delete(asked);
        found = true;
      }
      return found;
    },
    revalidate: async () => {
      const checks = [...known].map(async ([path, file]) => {
        const stamp = await access.stamp(path);
        if (stamp !== file.stamp && known.get(path) === file) drop(path);
      });
      await Promise.all(checks);
    },
  };
}

function toKnown(path: string, result: ReadResult): Known {
  return result.kind === 'text' ? result : { text: null, path, stamp: undefined };
}
