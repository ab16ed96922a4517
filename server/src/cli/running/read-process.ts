/** What a running QEMU has been told: its words are read as if a script had them, each in quotes, and with no shell around. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import type { Analysis } from '../../service/analysis/analyze.ts';
import type { Files } from '../../service/analysis/included-files.ts';
import type { Settings } from '../../service/settings/settings.ts';
import { analyze, analyzeSettled } from '../../workspace/front-end.ts';
import type { RunningProcess } from './processes.ts';

interface ReadProcess {
  readonly analysis: Analysis;
  /** The config files that it was told to read and that may not be read by us, or lie we do not know where. */
  readonly unread: readonly string[];
}

/** The longest config file that is read. */
const MAX_BYTES = 1024 * 1024;

export async function readProcess(
  { words, isContained }: RunningProcess,
  settings: Settings,
): Promise<ReadProcess> {
  const texts = new Map<string, string | null>();
  const files: Files = { resolve: (path) => path, get: (path) => texts.get(path) };
  const text = `${words.map(quoted).join(' ')}\n`;
  // Relative paths count from a folder that nobody tells us.
  const source = { text, languageId: 'shellscript', path: `${UNKNOWN_FOLDER}/qemu.sh` };
  const analysis = await analyzeSettled({
    analyze: () => analyze(source, settings, files),
    unreadBy: (made) => made.unread,
    wantedBy: (made) => made.wanted,
    load: async (paths) => {
      for (const path of paths) texts.set(path, isContained ? null : readConfig(path));
    },
  });
  const unread = [...texts].flatMap(([path, found]) => (found === null ? [path] : []));
  return { analysis, unread };
}

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
