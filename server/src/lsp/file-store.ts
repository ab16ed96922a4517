/**
 * The texts of files that documents bring in, kept until somebody says that they changed. The text of an
 * open document wins over the disk, saved or not. Answers come at once or not at all; `load` fetches.
 */
import type { Files } from '../service/included-files.ts';
import type { FileAccess, ReadResult } from './file-access.ts';
import { isBelow } from './file-paths.ts';

/** The longest file that is brought in. */
export const MAX_FILE_BYTES = 8 * 1024 * 1024;
/** How many files are read at the same time. */
const AT_ONCE = 16;

export interface FileStore extends Files {
  readonly resolve: (path: string) => string;
  /** Reads what is not known yet. Afterwards all of it is, unless it changed meanwhile. */
  readonly load: (paths: readonly string[]) => Promise<void>;
  /** Forgets a file, or all that is below a folder; says whether anything of it was known. */
  readonly changed: (path: string) => boolean;
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

  function read(path: string): Promise<void> {
    const busy = readings.get(path);
    if (busy) return busy.done;
    const reading = { done: access.read(path, MAX_FILE_BYTES).then((result) => take(result)) };
    const take = (result: ReadResult): void => {
      // Who changed the file meanwhile has taken the reading away, and there will be another one.
      if (readings.get(path) !== reading) return;
      readings.delete(path);
      const found = toKnown(path, result);
      known.set(path, found);
      known.set(found.path, found);
      if (result.kind !== 'refused' || said.has(path)) return;
      said.add(path);
      say(`${path} is not looked into: ${result.reason}`);
    };
    readings.set(path, reading);
    return reading.done;
  }

  function isKnown(path: string): boolean {
    return known.has(path) || openText(path) !== undefined;
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
      const waiting = [...new Set(paths)].filter((path) => !isKnown(path));
      const next = waiting.values();
      const work = async () => {
        for (const path of next) await read(path);
      };
      await Promise.all(Array.from({ length: Math.min(AT_ONCE, waiting.length) }, work));
    },
    changed: (path) => {
      let found = false;
      for (const [asked, file] of known) {
        if (!isBelow(path, asked) && !isBelow(path, file.path)) continue;
        known.delete(asked);
        found = true;
      }
      for (const asked of readings.keys()) {
        if (!isBelow(path, asked)) continue;
        readings.delete(asked);
        found = true;
      }
      return found;
    },
    revalidate: async () => {
      const checks = [...known].map(async ([path, file]) => {
        const stamp = await access.stamp(path);
        if (stamp !== file.stamp && known.get(path) === file) known.delete(path);
      });
      await Promise.all(checks);
    },
  };
}

function toKnown(path: string, result: ReadResult): Known {
  return result.kind === 'text' ? result : { text: null, path, stamp: undefined };
}
