/** Reads workspace files for the server: of virtual workspaces, and all of them for a server in a browser. */
import { Disposable, FileType, l10n, Uri, workspace } from 'vscode';
import type { ClientContext } from '../client-context.ts';

/** As in the server's `client-access.ts`. */
const READ_FILE = 'qemuMonitorGuard/readFile';
const STAMP_FILE = 'qemuMonitorGuard/stampFile';

interface ReadParams {
  readonly uri: string;
  readonly maxBytes: number;
}

type ReadFile =
  | { readonly kind: 'text'; readonly text: string; readonly stamp: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'refused'; readonly reason: string };

export function registerFileRequests({ client }: ClientContext): Disposable {
  return Disposable.from(
    client.onRequest<ReadFile, unknown>(READ_FILE, ({ uri, maxBytes }: ReadParams) =>
      read(Uri.parse(uri), maxBytes),
    ),
    client.onRequest(STAMP_FILE, ({ uri }: { uri: string }) => stamp(Uri.parse(uri))),
  );
}

async function read(uri: Uri, maxBytes: number): Promise<ReadFile> {
  const found = await stat(uri);
  if (found === undefined) return { kind: 'absent' };
  if (found.size > maxBytes) {
    const reason = l10n.t('it has {0} bytes, more than {1}', found.size, maxBytes);
    return { kind: 'refused', reason };
  }
  try {
    const bytes = await workspace.fs.readFile(uri);
    return { kind: 'text', text: new TextDecoder().decode(bytes), stamp: stampOf(found) };
  } catch (error) {
    return { kind: 'refused', reason: l10n.t('it cannot be read ({0})', String(error)) };
  }
}

async function stamp(uri: Uri): Promise<string | null> {
  const found = await stat(uri);
  return found ? stampOf(found) : null;
}

/** The stat of a workspace file; undefined for others. */
async function stat(uri: Uri) {
  if (workspace.getWorkspaceFolder(uri) === undefined) return undefined;
  try {
    const found = await workspace.fs.stat(uri);
    return (found.type & FileType.File) === 0 ? undefined : found;
  } catch {
    return undefined;
  }
}

function stampOf({ mtime, size }: { readonly mtime: number; readonly size: number }): string {
  return `${mtime} ${size}`;
}
