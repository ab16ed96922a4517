/** How the client talks to the server, wherever that runs. */
import {
  type DocumentSelector,
  type ExtensionContext,
  l10n,
  languages,
  type TextDocument,
  Uri,
  workspace,
} from 'vscode';
import { CloseAction, ErrorAction, type LanguageClientOptions } from 'vscode-languageclient';
import { rulePages } from '../rule-pages.ts';
import { READ } from '../selectors.ts';

/** How often a crashed server is started again within `CRASH_WINDOW` milliseconds. */
const MAX_RESTARTS = 4;
const CRASH_WINDOW = 180_000;

export const CLIENT_ID = 'qemuMonitorGuard';
/** What people see the client called, in logs and in questions. */
export const CLIENT_NAME = 'Monitor Guard';

/**
 * The schemes of documents that count: files, what was never saved, and whatever the folders of the workspace are
 * of, such as `vscode-vfs`. The other side of a comparison, an old version in a repository or the preview of a
 * refactoring is a text that is there already, and its monitors would be counted twice.
 */
function ownSchemes(): readonly string[] {
  const ofFolders = (workspace.workspaceFolders ?? []).map(({ uri }) => uri.scheme);
  return [...new Set(['file', 'untitled', ...ofFolders])];
}

/** Which documents the server is told of, what it is told of the client, and how often it is started again. */
export async function clientOptions(extension: ExtensionContext): Promise<LanguageClientOptions> {
  const crashes: number[] = [];
  return {
    documentSelector: ownSchemes().flatMap((scheme) => READ.map((of) => ({ scheme, ...of }))),
    diagnosticPullOptions: {
      onChange: true,
      // A tab whose document is not loaded: VS Code tells as for others, and the library's own reader of globs stays out.
      match: (selector, uri) =>
        languages.match(selector as DocumentSelector, { uri, languageId: '' } as TextDocument) > 0,
    },
    initializationOptions: {
      rulePages: rulePages(extension),
      commands: ['ignore', 'accept', 'tellMoved'],
      inventory: true,
      files: true,
      // package.json gives VS Code the schema of the workspace file, by which it checks one that is open.
      jsonSchema: true,
      l10n: await serverSentences(),
    },
    errorHandler: {
      error: () => ({ action: ErrorAction.Continue }),
      closed: () => {
        const now = Date.now();
        crashes.push(now);
        const recent = crashes.filter((time) => now - time < CRASH_WINDOW);
        if (recent.length <= MAX_RESTARTS) {
          const message = l10n.t(
            'Monitor Guard: the server stopped unexpectedly and was started again.',
          );
          return { action: CloseAction.Restart, message };
        }
        const message = l10n.t(
          'Monitor Guard: the server stopped {0} times within three minutes and stays off. Restart Server starts it again, Show Log has the errors.',
          recent.length,
        );
        return { action: CloseAction.DoNotRestart, message };
      },
    },
  };
}

/**
 * Translations by what stands for their English; undefined in English, and in languages that we do not have. Only the
 * client's own are in the bundle that VS Code reads; the server's lie beside it as lists in one order.
 */
async function serverSentences(): Promise<Readonly<Record<string, string>> | undefined> {
  const { uri } = l10n;
  if (uri === undefined) return undefined;
  const ofServer = uri.path.replace(/bundle\.l10n(?=[^/]*$)/, 'server');
  try {
    const [sentences = [], translated = []] = await Promise.all(
      [Uri.joinPath(uri, '../server.json'), uri.with({ path: ofServer })].map(readList),
    );
    return Object.fromEntries(
      sentences.flatMap((sentence, index) => {
        const translation = translated[index];
        return typeof translation === 'string' ? [[sentence, translation]] : [];
      }),
    );
  } catch {
    // What cannot be read is said in English, and the server is more than its language.
    return undefined;
  }
}

async function readList(uri: Uri): Promise<readonly (string | null)[]> {
  return JSON.parse(new TextDecoder().decode(await workspace.fs.readFile(uri)));
}
