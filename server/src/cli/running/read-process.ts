/** What a running QEMU has been told: its words are read as if a script had them, each in quotes, and with no shell around. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { posix } from 'node:path';
import type { Analysis } from '../../service/analysis/analyze.ts';
import type { Files } from '../../service/analysis/included-files.ts';
import type { Settings } from '../../service/settings/settings.ts';
import { analyze, analyzeSettled } from '../../workspace/front-end.ts';
import type { RunningProcess } from './processes.ts';
import type { Surroundings } from './surroundings.ts';

interface ReadProcess {
  readonly analysis: Analysis;
  /** How many config files it was told to read that we may not read, or whose folder we cannot see. */
  readonly unread: number;
}

/** The longest config file that is read. */
const MAX_BYTES = 1024 * 1024;

export async function readProcess(
  { words }: RunningProcess,
  { root, folder = UNKNOWN_FOLDER }: Surroundings,
  settings: Settings,
): Promise<ReadProcess> {
  const texts = new Map<string, string | null>();
  const files: Files = { resolve: (path) => path, get: (path) => texts.get(path) };
  // Of a relative name in a script several files may be meant, and of this one only one.
  const absolute = words.map((word, index) =>
    /^--?readconfig$/.test(words[index - 1] ?? '') ? posix.resolve(folder, word) : word,
  );
  const text = `${absolute.map(quoted).join(' ')}\n`;
  const source = { text, languageId: 'shellscript', path: '/qemu.sh' };
  const read = (path: string): string | null =>
    root === undefined || path.startsWith(UNKNOWN_FOLDER) ? null : readConfig(`${root}${path}`);
  const analysis = await analyzeSettled({
    analyze: () => analyze(source, settings, files),
    unreadBy: (made) => made.unread,
    wantedBy: (made) => made.wanted,
    load: async (paths) => {
      for (const path of paths) texts.set(path, read(path));
    },
  });
  const unread = [...texts.values()].filter((found) => found === null);
  return { analysis, unread: unread.length };
}

/** Where no file is. */
const UNKNOWN_FOLDER = '/proc/self/no-such-folder';

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** A regular file that we may read, as QEMU reads it. */
function readConfig(path: string): string | null {
  try {
    const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stats = fstatSync(descriptor);
      if (!stats.isFile() || stats.size > MAX_BYTES) return null;
      const buffer = Buffer.alloc(stats.size);
      const length = readSync(descriptor, buffer, 0, buffer.length, 0);
      return new TextDecoder().decode(buffer.subarray(0, length));
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return null;
  }
}
