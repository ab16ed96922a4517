// What VS Code is told where the mouse rests, in each language, and that its links lead where they say.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { test } from './runner.ts';
import { fileUri, finding, openInEditor } from './workspace.ts';

interface Place {
  readonly file: string;
  /** The text to point at, and what the hover says it is. */
  readonly text: string;
  readonly explains: string;
  /** The text that the link on the evidence leads to. */
  readonly decides: string;
}

const PLACES: readonly Place[] = [
  {
    file: 'run.sh',
    text: '-monitor',
    explains: '**-monitor**: Makes an HMP monitor',
    decides: '0.0.0.0',
  },
  {
    file: 'domain.xml',
    text: '-monitor',
    explains: '**-monitor**: Makes an HMP monitor',
    decides: '0.0.0.0',
  },
  {
    file: 'machine.qemu',
    text: 'socket',
    explains: '**socket**: A stream socket',
    decides: '0.0.0.0',
  },
];

export function registerHoverTests(): void {
  for (const { file, text, explains, decides } of PLACES) {
    test(`${file}: a hover explains ${text} and leads to what decides`, async () => {
      const { document } = await openInEditor(file);
      // With the first finding the server is there.
      await finding(document);
      const offset = document.getText().indexOf(text);
      assert.ok(offset >= 0);
      const value = await hoverAt(document, document.positionAt(offset + 1));
      assert.match(
        value,
        /: anyone on the network can .+ · \[monitor-on-network\]\(\S+\/docs\/rules\/monitor-on-network\.md\)$/m,
      );
      assert.ok(value.includes(': anyone on the network can '), value);
      assert.ok(value.includes(`\n${explains}`), value);

      const link = /\[0\.0\.0\.0 means every network interface\]\((\S+)\)/.exec(value)?.[1];
      assert.ok(link, `no link in ${value}`);
      // It is followed as a click on it would: to the file, and there to the place.
      await openInEditor('safe.sh');
      await vscode.commands.executeCommand('vscode.open', vscode.Uri.parse(link));
      const editor = vscode.window.activeTextEditor;
      assert.equal(editor?.document.uri.toString(), fileUri(file).toString());
      const start = editor.document.offsetAt(editor.selection.start);
      assert.equal(editor.document.getText().slice(start, start + decides.length), decides);
    });
  }
}

/** What our hover says at a place; there is one of ours, and others may have theirs. */
async function hoverAt(document: vscode.TextDocument, at: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<readonly vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    at,
  );
  const texts = hovers.flatMap(({ contents }) =>
    contents.map((content) => (typeof content === 'string' ? content : content.value)),
  );
  const ours = texts.filter((text) => text.includes('[monitor-on-network]('));
  assert.equal(ours.length, 1, `one hover of ours among: ${texts.join(' | ')}`);
  return ours[0] ?? '';
}
