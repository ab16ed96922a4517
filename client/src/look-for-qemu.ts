/**
 * Looks through folders for a file that tells of QEMU, one entry after the other, so that a window without any need
 * not start a server. It ends at the first such file, and leaves folders that are too large to the server.
 */
import { mentionsQemu } from './mentions-qemu.ts';

/** `unknown`: there is more than is looked at. */
type LookResult = 'found' | 'none' | 'unknown';

/** What VS Code's file system says, without its types. */
export interface LookedAt<Place> {
  /** What is in a folder. Links are none of its files and folders. */
  readonly list: (folder: Place) => PromiseLike<readonly Entry<Place>[]>;
  readonly size: (file: Place) => PromiseLike<number>;
  readonly read: (file: Place) => PromiseLike<Uint8Array>;
}

/** What a folder holds; `place` is whatever the reader of folders knows it by. */
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
/** Longer files are not read by the server either. */
const MAX_BYTES = 1024 * 1024;
/** Folders of what others wrote, which the server does not go into. */
const LEFT_OUT: ReadonlySet<string> = new Set(['node_modules', '.git']);
/** The settings file of a folder is read whatever it holds. */
const SETTINGS_FILE = '.qemu-monitor-guard.json';

/** Those near the top are looked at first. Whatever cannot be read tells nothing. */
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

/** Whether a file tells of QEMU. */
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
