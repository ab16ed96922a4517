/** Texts of files that are brought in, kept until they change; open documents replace files. Only `load` reads. */
import * as l10n from '@vscode/l10n';
import type { Files } from '../../service/analysis/included-files.ts';
import { LIMITS } from '../../text/limits.ts';
import { folderOf, nameOf } from '../../text/paths.ts';
import type { FileAccess, FolderEntry, ReadResult } from './file-access.ts';
import { isBelowAny } from './file-paths.ts';
import { namedFiles } from './named-files.ts';

const AT_ONCE = 16;

export interface FileStore extends Files {
  readonly resolve: (path: string) => string;
  /** Reads unknown files and those that they name. */
  readonly load: (paths: readonly string[]) => Promise<void>;
  /** Announces the listing of a folder; the result takes its entries. */
  readonly listing: (folder: string) => (entries: readonly FolderEntry[]) => void;
  /** Forgets files and contents of folders; true if any was known. */
  readonly changed: (paths: ReadonlySet<string>) => boolean;
  /** Forgets files that changed, for clients that report no changes. */
  readonly revalidate: () => Promise<void>;
}

/** One attempt to read a file, compared by identity. */
interface Reading {
  readonly done: Promise<void>;
}

interface Known {
  readonly text: string | null;
  readonly path: string;
  readonly stamp: string | undefined;
}

/** `say` logs once a file why it is not read. */
export function fileStore(
  access: FileAccess,
  openText: (path: string) => string | undefined,
  say: (message: string) => void,
): FileStore {
  const { known, keep, drop, size } = knownFiles();
  const folders = listedFolders();
  const sayOnce = sayingOnce(say);
  const { read, forget } = readings(access, keep, sayOnce);

  function lookUp(path: string): Known | undefined {
    if (!known.has(path) && folders.isAbsent(path)) keep(path, absentAt(path));
    return known.get(path);
  }

  function isKnown(path: string): boolean {
    return lookUp(path) !== undefined || openText(path) !== undefined;
  }

  async function readAll(paths: readonly string[], before: number): Promise<void> {
    const next = paths.values();
    const work = async () => {
      for (const path of next) {
        if (size() - before < LIMITS.requestLength) await read(path);
        else {
          keep(path, absentAt(path));
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

  async function load(paths: readonly string[]): Promise<void> {
    if (size() > LIMITS.sweepLength) for (const path of [...known.keys()]) drop(path);
    const before = size();
    let ahead = LIMITS.users;
    for (let next = paths; next.length > 0; ahead -= next.length) {
      const waiting = [...new Set(next)].filter((path) => !isKnown(path));
      await readAll(waiting, before);
      next = waiting.flatMap(namedIn).slice(0, ahead);
    }
  }

  return {
    get: (path) => {
      const opened = openText(path);
      if (opened !== undefined) return opened;
      const found = lookUp(path);
      if (found === undefined) return access.contains(path) ? undefined : null;
      return found.path === path ? found.text : (openText(found.path) ?? found.text);
    },
    resolve: (path) => (openText(path) === undefined ? (known.get(path)?.path ?? path) : path),
    load,
    listing: folders.listing,
    changed: (paths) => {
      const isChanged = (path: string): boolean => isBelowAny(paths, path);
      const gone = [...known].filter(([asked, { path }]) => isChanged(asked) || isChanged(path));
      for (const [asked] of gone) drop(asked);
      folders.changed(paths);
      return forget(isChanged) || gone.length > 0;
    },
    revalidate: async () => {
      folders.clear();
      const checks = [...known].map(async ([path, file]) => {
        const stamp = await access.stamp(path);
        if (stamp !== file.stamp && known.get(path) === file) drop(path);
      });
      await Promise.all(checks);
    },
  };
}

function sayingOnce(say: (message: string) => void): (path: string, reason: string) => void {
  const said = new Set<string>();
  return (path, reason) => {
    if (said.has(path)) return;
    said.add(path);
    say(l10n.t('{0} is not checked: {1}', path, reason));
  };
}

function readings(
  access: FileAccess,
  keep: (path: string, file: Known) => void,
  sayOnce: (path: string, reason: string) => void,
) {
  const busy = new Map<string, Reading>();

  function take(path: string, reading: Reading, result: ReadResult): void {
    if (busy.get(path) !== reading) return;
    busy.delete(path);
    const found = toKnown(path, result);
    keep(path, found);
    if (found.path !== path) keep(found.path, found);
    if (result.kind === 'refused') sayOnce(path, result.reason);
  }

  return {
    read: (path: string): Promise<void> => {
      const known = busy.get(path);
      if (known) return known.done;
      const done: Promise<void> = access
        .read(path, LIMITS.includedBytes)
        .then((result) => take(path, reading, result));
      const reading: Reading = { done };
      busy.set(path, reading);
      return done;
    },
    /** Whether a read was running. */
    forget: (isChanged: (path: string) => boolean): boolean => {
      const late = [...busy.keys()].filter(isChanged);
      for (const path of late) busy.delete(path);
      return late.length > 0;
    },
  };
}

/** Owns the names in listed folders, in any case, as on some disks. */
function listedFolders() {
  const names = new Map<string, ReadonlySet<string>>();
  let version = 0;
  const keyOf = (name: string): string => name.normalize().toLowerCase();
  const isAbsent = (path: string): boolean => {
    const folder = folderOf(path);
    const listed = names.get(folder);
    if (listed) return !listed.has(keyOf(nameOf(path)));
    return folder.length < path.length && isAbsent(folder);
  };
  return {
    isAbsent,
    listing: (folder: string) => {
      const before = version;
      return (entries: readonly FolderEntry[]): void => {
        if (version === before) names.set(folder, new Set(entries.map(({ name }) => keyOf(name))));
      };
    },
    /** Forgets the folders around and below these paths. */
    changed: (paths: ReadonlySet<string>): void => {
      version++;
      for (const path of paths) {
        for (let at = path; at !== folderOf(at); at = folderOf(at)) names.delete(folderOf(at));
      }
      for (const folder of names.keys()) if (isBelowAny(paths, folder)) names.delete(folder);
    },
    clear: () => names.clear(),
  };
}

function knownFiles() {
  const known = new Map<string, Known>();
  let kept = 0;
  const drop = (path: string): void => {
    kept -= known.get(path)?.text?.length ?? 0;
    known.delete(path);
  };
  const keep = (path: string, file: Known): void => {
    drop(path);
    known.set(path, file);
    kept += file.text?.length ?? 0;
  };
  return { known: known as ReadonlyMap<string, Known>, keep, drop, size: () => kept };
}

function toKnown(path: string, result: ReadResult): Known {
  return result.kind === 'text' ? result : absentAt(path);
}

function absentAt(path: string): Known {
  return { text: null, path, stamp: undefined };
}
