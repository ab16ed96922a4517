/**
 * Where Node keeps what it has compiled of the server, so that it does not do so at every start: in the extension's own
 * storage, never in a workspace. Node before 22.1 does not know of it.
 */
import { type ExtensionContext, Uri, workspace } from 'vscode';

const FOLDER = 'compiled';

/** The folder for this version of the extension; those of others are deleted, since nobody reads them any more. */
export function compileCache({ globalStorageUri, extension }: ExtensionContext): string {
  const all = Uri.joinPath(globalStorageUri, FOLDER);
  const own = String(extension.packageJSON.version);
  void forgetOthers(all, own);
  return Uri.joinPath(all, own).fsPath;
}

async function forgetOthers(all: Uri, own: string): Promise<void> {
  try {
    for (const [name] of await workspace.fs.readDirectory(all)) {
      if (name !== own) await workspace.fs.delete(Uri.joinPath(all, name), { recursive: true });
    }
  } catch {
    // Nothing is there before the server has ended once, and what cannot be deleted harms nobody.
  }
}
