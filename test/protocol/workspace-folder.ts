/** A workspace on the disk, for tests of what the server reads there. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { ClientCapabilities } from 'vscode-languageserver';
import {
  type ClientOptions,
  type LspClient,
  PULLING_EDITOR,
  startFor,
} from '../support/lsp-client.ts';

/** An editor that tells of files that change. */
export const WATCHING_EDITOR: ClientCapabilities = {
  ...PULLING_EDITOR,
  workspace: { ...PULLING_EDITOR.workspace, didChangeWatchedFiles: { dynamicRegistration: true } },
};

export interface WorkspaceFolder {
  readonly path: (name: string) => string;
  readonly uri: (name: string) => string;
  readonly write: (name: string, text: string) => void;
  readonly remove: (name: string) => void;
}

/** Makes a folder with files, which goes with the test. */
export function makeFolder(
  t: TestContext,
  files: Readonly<Record<string, string>> = {},
): WorkspaceFolder {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'monitor-guard-')));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = (name: string): string => join(folder, name);
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(path(name)), { recursive: true });
    writeFileSync(path(name), text);
  };
  for (const [name, text] of Object.entries(files)) write(name, text);
  return {
    path,
    uri: (name) => pathToFileURL(path(name)).href,
    write,
    remove: (name) => rmSync(path(name), { recursive: true }),
  };
}

/** Starts a client in a folder. */
export function startIn(
  t: TestContext,
  folder: WorkspaceFolder,
  options: ClientOptions = {},
): Promise<LspClient> {
  // What changes before the server listens for it is not missed, since nothing is read before.
  return startFor(t, { capabilities: WATCHING_EDITOR, rootUri: folder.uri(''), ...options });
}

/** Makes a folder with files, and starts a client in it. */
export async function openFolder(t: TestContext, files: Readonly<Record<string, string>> = {}) {
  const folder = makeFolder(t, files);
  return { folder, client: await startIn(t, folder) };
}

/** Says that a file was created, changed or deleted. */
export function tellOf(client: LspClient, uri: string, what: 'created' | 'changed' | 'deleted') {
  const type = { created: 1, changed: 2, deleted: 3 }[what];
  client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri, type }] });
}
