/**
 * Searches folders for a file that mentions QEMU, so that unrelated windows start no server. Stops at the
 * first; leaves large folders to the server.
 */
import { mentionsQemu } from './mentions-qemu.ts';

/** `unknown`: the limit was reached. */
type LookResult = 'found' | 'none' | 'unknown';

/** VS Code's file system without its types. */
export interface LookedAt<Place> {
  /** The entries of a folder, without links. */
  readonly list: (folder: Place) => PromiseLike<readonly Entry<Place>[]>;
  readonly size: (file: Place) => PromiseLike<number>;
  readonly read: (file: Place) => PromiseLike<Uint8Array>;
}

/** An entry; `place` is the reader's handle. */
export interface Entry<Place> {
  readonly name: string;
  readonly kind: 'file' | 'folder';
  readonly place: Place;
}

interface LookLimits {
  readonly entries: number;
  readonly files: number;
}

const LIMITS: LookLimits = { entries: 30_000, files: 5_000 };
/** The server does not read larger files either. */
const MAX_BYTES = 1024 * 1024;
/** Third-party folders, which the server skips. */
const LEFT_OUT: ReadonlySet<string> = new Set(['node_modules', '.git']);
/** The settings file is always read. */
const SETTINGS_FILE = '.qemu-monitor-guard.json';

/** Breadth first. Unreadable entries are ignored. */
export async function lookForQemu<Place>(
  folders: readonly Place[],
  disk: LookedAt<Place>,
  isUnwanted: () => boolean,
  limits = LIMITS,
): Promise<LookResult> {
  const left = { ...limits };
  const waiting = [...folders];
  for (let folder = waiting.shift(); folder !== undefined; folder = waiting.shift()) {
    for (const { name, kind, place } of await orNothing(disk.list(folder), [])) {
      if (isUnwanted()) return 'none';
      if (left.entries-- === 0) return 'unknown';
      if (kind === 'folder') {
        if (!LEFT_OUT.has(name)) waiting.push(place);
        continue;
      }
      if (left.files-- === 0) return 'unknown';
      if (await isTelling(name, place, disk)) return 'found';
    }
  }
  return 'none';
}

/** Whether a file mentions QEMU. */
export async function isTelling<Place>(
  name: string,
  file: Place,
  { size, read }: Pick<LookedAt<Place>, 'size' | 'read'>,
): Promise<boolean> {
  if (name === SETTINGS_FILE) return true;
  if ((await orNothing(size(file), Number.POSITIVE_INFINITY)) > MAX_BYTES) return false;
  return mentionsQemu(
    new TextDecoder('latin1').decode(await orNothing(read(file), new Uint8Array())),
  );
}

async function orNothing<T>(answer: PromiseLike<T>, nothing: T): Promise<T> {
  try {
    return await answer;
  } catch {
    return nothing;
  }
}
