/** Files that only the client reads. Folders are not walked: each read may be a download. */
import * as l10n from '@vscode/l10n';
import type { Connection } from 'vscode-languageserver';
import type { FileAccess, FolderVisit, ReadResult } from '../workspace/files/file-access.ts';
import { isVirtual, uriOfFile } from '../workspace/files/file-paths.ts';

/** `{ uri, maxBytes }` → `ClientFile`: reads a file's text. */
const READ_FILE = 'qemuMonitorGuard/readFile';
/** `{ uri }` → string or null, which changes when the file does. */
const STAMP_FILE = 'qemuMonitorGuard/stampFile';

type ClientFile =
  | Exclude<ReadResult, { kind: 'text' }>
  | Omit<Extract<ReadResult, { kind: 'text' }>, 'path'>;

const NOTHING_THERE: FolderVisit = {
  entries: [],
  enter: async () => NOTHING_THERE,
  read: async () => ({ kind: 'absent' }),
};

interface ClientReader {
  readonly reads: (path: string) => boolean;
  readonly patience: () => Promise<void>;
}

/** Reads files from disk where there is one, else through the client. */
export function clientAccess(
  connection: Connection,
  disk: FileAccess | undefined,
  { reads, patience }: ClientReader,
): FileAccess {
  const onDisk = (path: string): FileAccess | undefined => (isVirtual(path) ? undefined : disk);
  return {
    folders: () => disk?.folders() ?? [],
    contains: (path) => onDisk(path)?.contains(path) ?? reads(path),
    read: async (path, maxBytes) => {
      const own = onDisk(path);
      if (own) return await own.read(path, maxBytes);
      const file = await ask<ClientFile>(READ_FILE, path, { maxBytes });
      return file?.kind === 'text' ? { ...file, path } : (file ?? { kind: 'absent' });
    },
    stamp: async (path) => {
      const own = onDisk(path);
      if (own) return await own.stamp(path);
      return (await ask<string | null>(STAMP_FILE, path)) ?? undefined;
    },
    visit: async (folder) => (await onDisk(folder)?.visit(folder)) ?? NOTHING_THERE,
  };

  /** Sends a request; undefined for an error or a late answer. */
  async function ask<T>(method: string, path: string, more = {}): Promise<T | undefined> {
    if (!reads(path)) return undefined;
    const uri = uriOfFile(path);
    const isLate = patience().then(() => Promise.reject(new Error(uri)));
    try {
      return await Promise.race([connection.sendRequest<T>(method, { uri, ...more }), isLate]);
    } catch (error) {
      connection.console.warn(l10n.t('The editor could not read a file: {0}', String(error)));
      return undefined;
    }
  }
}
