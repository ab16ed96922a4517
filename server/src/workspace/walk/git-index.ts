/** Reads git's index, in versions 2 to 4 with SHA-1 (https://git-scm.com/docs/index-format). */
import { LIMITS } from '../../text/limits.ts';
import type { FileAccess } from '../files/file-access.ts';

/** Signature, version, count. */
const HEADER = 12;
const FIXED = 60;
const EXTENDED = 0x4000;
const NAME_LENGTH = 0x0fff;

/** A folder's index as Latin-1; empty if absent. Never rejects. */
export async function readGitIndex(access: FileAccess, folder: string): Promise<string> {
  let bytes = '';
  const git = await (await access.visit(folder)).enter('.git');
  await git.read('index', LIMITS.sweepLength, (part, isAll) => {
    if (isAll) bytes = part;
    return !isAll;
  });
  return bytes;
}

/** Tracked files and their folders, relative: `lab/run.sh`, `lab`. */
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
      // How much of the previous name goes, seven bits a byte.
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
    // With longer hashes names are at other offsets.
    if (last.length < NAME_LENGTH && last.length !== (flags & NAME_LENGTH)) return;
    yield last;
    // Before version 4, entries are padded to eight bytes.
    at = version === 4 ? end + 1 : at + ((end - at + 8) & ~7);
  }
}

function decoded(name: string): string {
  return new TextDecoder().decode(Uint8Array.from(name, (one) => one.charCodeAt(0)));
}
