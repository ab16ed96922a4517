/** Analyzes a running QEMU's argv as a script of quoted words. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { posix } from 'node:path';
import type { Analysis } from '../../service/analysis/analyze.ts';
import type { Files } from '../../service/analysis/included-files.ts';
import type { Settings } from '../../service/settings/settings.ts';
import { analyze, analyzeSettled, attempt } from '../../workspace/front-end.ts';
import type { RunningProcess } from './processes.ts';
import type { Surroundings } from './surroundings.ts';

interface ReadProcess {
  readonly analysis: Analysis;
  /** Its config files that cannot be read. */
  readonly unread: number;
}

/** Bytes of a config file. */
const MAX_BYTES = 1024 * 1024;

export async function readProcess(
  { words }: RunningProcess,
  { root, folder = UNKNOWN_FOLDER }: Surroundings,
  settings: Settings,
): Promise<ReadProcess> {
  const texts = new Map<string, string | null>();
  const files: Files = { resolve: (path) => path, get: (path) => texts.get(path) };
  // In a script a relative name may mean several files.
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

const UNKNOWN_FOLDER = '/proc/self/no-such-folder';

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** A config file's text; null if it is no regular, readable file. */
function readConfig(path: string): string | null {
  const descriptor = attempt(() => openSync(path, constants.O_RDONLY | constants.O_NONBLOCK));
  if (descriptor === undefined) return null;
  const text = attempt(() => {
    const stats = fstatSync(descriptor);
    if (!stats.isFile() || stats.size > MAX_BYTES) return null;
    const buffer = Buffer.alloc(stats.size);
    const length = readSync(descriptor, buffer, 0, buffer.length, 0);
    return new TextDecoder().decode(buffer.subarray(0, length));
  });
  closeSync(descriptor);
  return text ?? null;
}
