/** What the editor hides from people in its explorer, and is not looked at either: VS Code's `files.exclude`. */
import { type Connection, DidChangeConfigurationNotification } from 'vscode-languageserver';
import { uriOfFile } from './file-paths.ts';

/** The section of the editor's settings. */
const SECTION = 'files.exclude';

export interface HiddenFiles {
  /** The globs of what is hidden below a folder of the workspace, as far as the client has told. */
  readonly of: (folder: string) => readonly string[];
  /** Asks the client; resolves when it has answered, or after a while without. Never rejects. */
  readonly ask: (folders: readonly string[]) => Promise<void>;
  /** Has the client tell when there is something else, once it takes requests. */
  readonly register: () => Promise<unknown>;
}

/** `patience` resolves when the client has taken too long. */
export function hiddenFiles(connection: Connection, patience: () => Promise<void>): HiddenFiles {
  let globs = new Map<string, readonly string[]>();

  async function fetch(folders: readonly string[]): Promise<void> {
    try {
      const items = folders.map((folder) => ({ scopeUri: uriOfFile(folder), section: SECTION }));
      const answers: unknown = await connection.workspace.getConfiguration(items);
      if (!Array.isArray(answers)) return;
      globs = new Map(folders.map((folder, index) => [folder, globsOf(answers[index])]));
    } catch (error) {
      connection.console.warn(`${SECTION} could not be read and stays as it is: ${error}`);
    }
  }

  return {
    of: (folder) => globs.get(folder) ?? [],
    ask: (folders) => Promise.race([fetch(folders), patience()]),
    register: () =>
      connection.client.register(DidChangeConfigurationNotification.type, { section: SECTION }),
  };
}

/** Those that are on; one with a condition hangs on other files and counts as off. */
function globsOf(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([glob, isOn]) => (isOn === true ? [glob] : []));
}
