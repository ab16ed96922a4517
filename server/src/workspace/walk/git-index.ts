/**
 * The paths that git tracks in a folder, from its index. Reads versions 2 to 4 with SHA-1; other indexes count as empty.
 * Format: https://git-scm.com/docs/index-format
 */
import { LIMITS } from '../../text/limits.ts';
import type { FileAccess } from '../files/file-access.ts';

/** Signature, version and number of entries. */
const HEADER = 12;
/** The size of an entry up to its flags. */
const FIXED = 60;
const EXTENDED = 0x4000;
const NAME_LENGTH = 0x0fff;

/** The bytes of a folder's index as Latin-1; empty if there is none. Never rejects. */
export async function readGitIndex(access: FileAccess, folder: string): Promise<string> {
  let bytes = '';
  const git = await (await access.visit(folder)).enter('.git');
  await git.read('index', LIMITS.indexBytes, (part, isAll) => {
    if (isAll) bytes = part;
    return !isAll;
  });
  return bytes;
}

/** Tracked files and all folders above them, relative to the folder: `lab/run.sh`, `lab`. */
export function trackedPaths(bytes: string): ReadonlySet<string> {
  const tracked = new Set<string>();
  for (const name of namesIn(bytes)) {
    let path = decoded(name);
    while (path !== '' && !tracked.has(path)) {
      tracked.add(path);
      path = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    }
  }
  return tracked;
}

function* namesIn(bytes: string): Generator<string> {
  const numberAt = (at: number, size: number): number => {
    let value = 0;
    for (let index = at; index < at + size; index++) value = value * 256 + bytes.charCodeAt(index);
    return value;
  };
  const version = numberAt(4, 4);
  if (!bytes.startsWith('DIRC') || version < 2 || version > 4) return;
  let at = HEADER;
  let last = '';
  for (let left = numberAt(8, 4); left > 0 && at + FIXED < bytes.length; left--) {
    const flags = numberAt(at + FIXED, 2);
    let start = at + FIXED + (flags & EXTENDED ? 4 : 2);
    if (version === 4) {
      // The number of characters to drop from the last name, in groups of seven bits.
      let byte = bytes.charCodeAt(start++);
      let cut = byte & 127;
      while (byte > 127) {
        byte = bytes.charCodeAt(start++);
        cut = (cut + 1) * 128 + (byte & 127);
      }
      last = last.slice(0, last.length - cut);
    } else last = '';
    const end = bytes.indexOf('\0', start);
    if (end < 0) return;
    last += bytes.slice(start, end);
    // Other hash lengths move the names.
    if (last.length < NAME_LENGTH && last.length !== (flags & NAME_LENGTH)) return;
    yield last;
    // Entries before version 4 are padded to eight bytes.
    at = version === 4 ? end + 1 : at + ((end - at + 8) & ~7);
  }
}

function decoded(name: string): string {
  return new TextDecoder().decode(Uint8Array.from(name, (one) => one.charCodeAt(0)));
}
