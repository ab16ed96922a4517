/** What the editor hides from people in its explorer, and is not looked at either: VS Code's `files.exclude`. */
import * as l10n from '@vscode/l10n';
import { type Connection, DidChangeConfigurationNotification } from 'vscode-languageserver';
import { uriOfFile } from '../workspace/files/file-paths.ts';

/** The section of the editor's settings. */
const SECTION = 'files.exclude';

/** `patience` resolves when the client has taken too long. */
export function hiddenFiles(connection: Connection, patience: () => Promise<void>) {
  let globs = new Map<string, readonly string[]>();
  /** The folders of the last question, while its answer holds. */
  let asked: readonly string[] | undefined;
  let ready: Promise<void> = Promise.resolve();

  async function fetch(folders: readonly string[]): Promise<void> {
    try {
      const items = folders.map((folder) => ({ scopeUri: uriOfFile(folder), section: SECTION }));
      const answers: unknown = await connection.workspace.getConfiguration(items);
      // Answers may overtake each other; only the one to the last question is up to date.
      if (!Array.isArray(answers) || folders !== asked) return;
      globs = new Map(folders.map((folder, index) => [folder, globsOf(answers[index])]));
    } catch (error) {
      connection.console.warn(
        l10n.t('{0} could not be read and stays as it is: {1}', SECTION, String(error)),
      );
    }
  }

  return {
    /** The globs of what is hidden below a folder of the workspace, as far as the client has told. */
    of: (folder: string) => globs.get(folder) ?? [],
    /**
     * Asks the client, unless it was asked about the same folders and has not said since that there is something else.
     * Resolves when it has answered, or after a while without. Never rejects.
     */
    ask: (folders: readonly string[]) => {
      if (asked?.join('\n') === folders.join('\n')) return ready;
      asked = folders;
      ready = Promise.race([fetch(folders), patience()]);
      return ready;
    },
    /** Told that the client may answer otherwise. */
    changed: () => {
      asked = undefined;
    },
    /** Has the client tell when there is something else, once it takes requests. */
    register: () =>
      connection.client.register(DidChangeConfigurationNotification.type, { section: SECTION }),
  };
}

/** Those that are on; one with a condition hangs on other files and counts as off. */
function globsOf(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([glob, isOn]) => (isOn === true ? [glob] : []));
}
