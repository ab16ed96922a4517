// A script and the options that it sources: the finding stands where the text is written, whichever of
// the two is open, once.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { test } from './runner.ts';
import { fileUri, openInEditor, preferredFix, ruleOf, until } from './workspace.ts';

const SCRIPT = 'linked/start.sh';
const OPTIONS = 'linked/options.sh';

export function registerLinkedFilesTests(): void {
  test('the options that an open script sources are reported in their own file', async () => {
    const { document } = await openInEditor(SCRIPT);
    const [diagnostic] = await findingsIn(OPTIONS, 1);
    assert.equal(diagnostic && ruleOf(diagnostic), 'monitor-on-network');
    const files = diagnostic?.relatedInformation?.map(({ location }) => location.uri.toString());
    assert.ok(files?.includes(document.uri.toString()), 'the script is a related place');
  });

  test('opened themselves, they have the same finding, once', async () => {
    const { document } = await openInEditor(OPTIONS);
    const [diagnostic] = await findingsIn(OPTIONS, 1);
    assert.ok(diagnostic);
    assert.equal(document.getText(diagnostic.range), '0.0.0.0');
    assert.doesNotMatch(diagnostic.message, /unused here/);
    const fix = await preferredFix(document, diagnostic.range);
    assert.deepEqual(
      fix.edit?.entries().map(([uri]) => uri.toString()),
      [fileUri(OPTIONS).toString()],
    );
  });
}

/** Waits until a file, open or not, has as many findings as that, and answers with them. */
async function findingsIn(name: string, count: number): Promise<vscode.Diagnostic[]> {
  const found = () => vscode.languages.getDiagnostics(fileUri(name));
  await until(
    () => found().length === count,
    () => `${count} findings in ${name}, not ${found().length}`,
  );
  return found();
}
