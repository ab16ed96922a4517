/** Files that the editor hides are left out: VS Code's `files.exclude`. */
import * as l10n from '@vscode/l10n';
import { type Connection, DidChangeConfigurationNotification } from 'vscode-languageserver';
import { uriOfFile } from '../workspace/files/file-paths.ts';

const SECTION = 'files.exclude';

/** `patience` resolves when the client has taken too long. */
export function hiddenFiles(connection: Connection, patience: () => Promise<void>) {
  let globs = new Map<string, readonly string[]>();
  /** The folders of the last request, while its answer holds. */
  let asked: readonly string[] | undefined;
  let ready: Promise<void> = Promise.resolve();

  async function fetch(folders: readonly string[]): Promise<void> {
    try {
      const items = folders.map((folder) => ({ scopeUri: uriOfFile(folder), section: SECTION }));
      const answers: unknown = await connection.workspace.getConfiguration(items);
      // Answers may overtake each other; the last request counts.
      if (!Array.isArray(answers) || folders !== asked) return;
      globs = new Map(folders.map((folder, index) => [folder, globsOf(answers[index])]));
    } catch (error) {
      connection.console.warn(
        l10n.t('{0} could not be read and stays as it is: {1}', SECTION, String(error)),
      );
    }
  }

  return {
    of: (folder: string) => globs.get(folder) ?? [],
    /** Requests the globs unless known for these folders; resolves with the answer or after a while. Never rejects. */
    ask: (folders: readonly string[]) => {
      if (asked?.join('\n') === folders.join('\n')) return ready;
      asked = folders;
      ready = Promise.race([fetch(folders), patience()]);
      return ready;
    },
    changed: () => {
      asked = undefined;
    },
    register: () =>
      connection.client.register(DidChangeConfigurationNotification.type, { section: SECTION }),
  };
}

/** The globs that are on. One with a condition depends on other files and counts as off. */
function globsOf(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([glob, isOn]) => (isOn === true ? [glob] : []));
}
