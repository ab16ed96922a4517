// In a VS Code that speaks German the extension does so too: what the server says, what the client says
// and what package.json shows come out of three files by three ways.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import translated from '../../../l10n/bundle.l10n.de.json';
import { test } from './runner.ts';
import { EXTENSION_ID, finding, openInEditor, preferredFix } from './workspace.ts';

type Texts = Readonly<Record<string, string>>;

function extension(): vscode.Extension<unknown> {
  return vscode.extensions.getExtension(EXTENSION_ID) ?? assert.fail('the extension is not there');
}

async function readTexts(path: string): Promise<Texts> {
  const uri = vscode.Uri.joinPath(extension().extensionUri, path);
  return JSON.parse(new TextDecoder().decode(await vscode.workspace.fs.readFile(uri))) as Texts;
}

/** The German of a sentence, with what is filled in. */
function german(sentence: string, ...filled: readonly string[]): string {
  const said = (translated as Texts)[sentence] ?? assert.fail(`no German for: ${sentence}`);
  return said.replace(/\{(\d)\}/g, (_, place) => filled[Number(place)] ?? '');
}

/** A group of settings, as package.json has it. */
interface Group {
  readonly properties: Readonly<Record<string, unknown>>;
}

export function registerGermanTests(): void {
  test('the window speaks German', () => {
    assert.equal(vscode.env.language, 'de');
  });

  test('findings and quick fixes are said in German', async () => {
    const { document } = await openInEditor('run.sh');
    const { message, range } = await finding(document);
    const sentence = '{0}: anyone on the network can run commands on this host';
    assert.equal(message, german(sentence, german('{0} on {1}', 'HMP', 'tcp 0.0.0.0:4444')));
    const { title } = await preferredFix(document, range);
    assert.equal(title, german('Switch to a UNIX socket'));
  });

  test('commands and settings have German texts', async () => {
    const texts = await readTexts('package.nls.de.json');
    const { commands, configuration } = extension().packageJSON.contributes;
    const { title } = commands[0];
    const shown: unknown = typeof title === 'string' ? title : title.value;
    assert.equal(shown, texts['command.fixWorkspace.title']);
    const settings = Object.assign({}, ...configuration.map((group: Group) => group.properties));
    assert.equal(
      settings['qemuMonitorGuard.neighbours'].markdownDescription,
      texts['setting.neighbours'],
    );
  });
}
