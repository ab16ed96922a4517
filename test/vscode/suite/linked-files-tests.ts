// A script and the options that it sources: the finding stands where the text is written, whichever of
// the two is open, once, and follows what happens to either.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { test } from './runner.ts';
import { fileUri, openInEditor, preferredFix, replaceIn, ruleOf, until } from './workspace.ts';

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

  test('what happens to the options on the disk is followed', async () => {
    await openInEditor(SCRIPT);
    await findingsIn(OPTIONS, 1);
    const original = await vscode.workspace.fs.readFile(fileUri(OPTIONS));
    await write(OPTIONS, new TextEncoder().encode('MONITOR="-monitor stdio"\n'));
    await findingsIn(OPTIONS, 0);
    await write(OPTIONS, original);
    await findingsIn(OPTIONS, 1);
  });

  test('what is typed in the script is followed too', async () => {
    const { document } = await openInEditor(SCRIPT);
    const start = document.positionAt(document.getText().indexOf('$MONITOR'));
    const range = new vscode.Range(start, start.translate(0, '$MONITOR'.length));
    await replaceIn(document, range, '-nographic');
    await findingsIn(OPTIONS, 0);
    await vscode.commands.executeCommand('undo');
    await findingsIn(OPTIONS, 1);
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

/** Writes a file as a program beside the editor does. */
async function write(name: string, bytes: Uint8Array): Promise<void> {
  await vscode.workspace.fs.writeFile(fileUri(name), bytes);
}
