/** Options of the client for any server. */
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
import { forMenu } from '../fixes/for-menu.ts';
import { rulePages } from '../rule-pages.ts';
import { READ } from '../selectors.ts';
import { keepDollars } from './plain-symbols.ts';

/** The limit of restarts within `CRASH_WINDOW` milliseconds. */
const MAX_RESTARTS = 4;
const CRASH_WINDOW = 180_000;

export const CLIENT_ID = 'qemuMonitorGuard';
/** The client's name in logs and questions. */
export const CLIENT_NAME = 'Monitor Guard';

/**
 * Schemes of documents that count: files, untitled, and those of the workspace folders, such as
 * `vscode-vfs`. Other sides of comparisons and refactoring previews would be counted twice.
 */
function ownSchemes(): readonly string[] {
  const ofFolders = (workspace.workspaceFolders ?? []).map(({ uri }) => uri.scheme);
  return [...new Set(['file', 'untitled', ...ofFolders])];
}

/** The documents, initialization options and restarts of the server. */
export async function clientOptions(extension: ExtensionContext): Promise<LanguageClientOptions> {
  const crashes: number[] = [];
  return {
    documentSelector: ownSchemes().flatMap((scheme) => READ.map((of) => ({ scheme, ...of }))),
    diagnosticPullOptions: {
      onChange: true,
      // For tabs whose document is not loaded, VS Code's matching replaces the library's glob reader.
      match: (selector, uri) =>
        languages.match(selector as DocumentSelector, { uri, languageId: '' } as TextDocument) > 0,
    },
    middleware: {
      provideCodeActions: async (document, range, context, token, next) =>
        forMenu(await next(document, range, context, token)),
      provideDocumentSymbols: async (document, token, next) => {
        const symbols = await next(document, token);
        if (symbols) keepDollars(symbols);
        return symbols;
      },
    },
    initializationOptions: {
      rulePages: rulePages(extension),
      commands: ['ignore', 'accept', 'tellMoved'],
      inventory: true,
      files: true,
      // VS Code validates an open workspace file by the schema in package.json.
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
 * Translations of the server's sentences; undefined in English and unsupported languages. They are stored
 * beside VS Code's bundle as ordered lists.
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
    // Without them the server speaks English.
    return undefined;
  }
}

async function readList(uri: Uri): Promise<readonly (string | null)[]> {
  return JSON.parse(new TextDecoder().decode(await workspace.fs.readFile(uri)));
}
