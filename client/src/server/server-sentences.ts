/**
 * What the server says in the editor's language. Only the client's own sentences are in the bundle that VS Code reads;
 * the server's lie beside it, in English and in each language as lists in one order.
 */
import { l10n, Uri, workspace } from 'vscode';

/** Translations by their English; undefined in English, and in languages that we do not have. */
export async function serverSentences(): Promise<Readonly<Record<string, string>> | undefined> {
  const { uri } = l10n;
  if (uri === undefined) return undefined;
  const ofServer = uri.path.replace(/bundle\.l10n(?=[^/]*$)/, 'server');
  try {
    const [english = [], translated = []] = await Promise.all(
      [Uri.joinPath(uri, '../server.json'), uri.with({ path: ofServer })].map(readList),
    );
    return Object.fromEntries(
      english.flatMap((text, index) => {
        const translation = translated[index];
        return typeof translation === 'string' ? [[text, translation]] : [];
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
