/**
 * Searches folders for a file that mentions QEMU, so that unrelated windows start no server. Stops at the first, or after
 * 300 ms of CPU: then only a document starts the server.
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
  /** The CPU time of this process in milliseconds. */
  readonly spent: () => number;
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
  readonly milliseconds: number;
}

const LIMITS: LookLimits = { entries: 30_000, files: 5_000, milliseconds: 300 };
/** The server does not read larger files either. */
const MAX_BYTES = 1024 * 1024;
/** Binary, generated and minified files, which are not read. */
const NOT_WRITTEN =
  /\.(?:png|jpe?g|gif|bmp|ico|icns|webp|avif|tiff?|svg|pdf|docx?|xlsx?|pptx?|od[tsp]|zip|t?gz|bz2|xz|zst|lz4|7z|rar|tar|jar|war|class|o|a|so|dylib|dll|exe|lib|obj|pdb|pyc|wasm|node|bin|elf|img|iso|qcow2?|vmdk|vdi|vhdx?|raw|rom|fd|dtb|efi|mp[34]|m4[av]|mkv|webm|avi|mov|ogg|flac|wav|[ot]tf|woff2?|eot|sqlite3?|db|pack|idx|rpm|deb|apk|vsix|lock|lockb|map|snap|min\.\w+)$|(?:^|[-.])lock\.(?:json|ya?ml)$|^(?:go\.sum|npm-shrinkwrap\.json)$/i;
/** Files that mostly hold launches, which are read first. */
const LIKELY =
  /qemu|kvm|^[^.]+$|^\.gitlab-ci\.yml$|[Mm]akefile|\.(?:sh|bash|zsh|ksh|mk|mak|service|socket|xml|py|ya?ml|cfg|conf|ini|env|cmd|bat|ps1|nix|bb|inc)$/;

/** Third-party folders, which the server skips. */
const LEFT_OUT: ReadonlySet<string> = new Set(['node_modules', '.git']);
/** The settings file is always read. */
export const SETTINGS_FILE = '.qemu-monitor-guard.json';

/** Breadth first. Unreadable entries are ignored. */
export async function lookForQemu<Place>(
  folders: readonly Place[],
  disk: LookedAt<Place>,
  isUnwanted: () => boolean,
  limits = LIMITS,
): Promise<LookResult> {
  const left = { ...limits };
  const end = disk.spent() + limits.milliseconds;
  const waiting = [...folders];
  const others: Entry<Place>[] = [];
  /** Reads a file, unless the look is over. */
  const readOne = async ({ name, place }: Entry<Place>): Promise<LookResult | undefined> => {
    if (isUnwanted()) return 'none';
    if (left.files-- === 0 || disk.spent() > end) return 'unknown';
    return (await isTelling(name, place, disk)) ? 'found' : undefined;
  };
  for (let folder = waiting.shift(); folder !== undefined; folder = waiting.shift()) {
    if (disk.spent() > end) return 'unknown';
    for (const entry of await orNothing(disk.list(folder), [])) {
      const { name, kind, place } = entry;
      if (isUnwanted()) return 'none';
      if (left.entries-- === 0) return 'unknown';
      if (kind === 'folder') {
        if (!LEFT_OUT.has(name)) waiting.push(place);
        continue;
      }
      if (NOT_WRITTEN.test(name)) continue;
      if (name !== SETTINGS_FILE && !LIKELY.test(name)) {
        others.push(entry);
        continue;
      }
      const result = await readOne(entry);
      if (result) return result;
    }
  }
  for (const entry of others) {
    const result = await readOne(entry);
    if (result) return result;
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
