/** The built server speaks the language of the editor that starts it, and English where it is given none. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CodeAction, Hover, MarkupContent } from 'vscode-languageserver';
import { LANGUAGES, readBundle, readSentences } from '../../../scripts/strings.ts';
import { fingerprint } from '../../../server/src/lsp/fingerprint.ts';
import { PULLING_EDITOR, startClient } from '../../support/lsp-client.ts';
import { pseudo, pseudoBundle, readPseudo } from '../../support/pseudo-language.ts';
import { EVERY_LANGUAGE, SHELL } from '../documents.ts';
import { rangeOf } from '../positions.ts';
import { makeFolder, startIn, WATCHING_EDITOR } from '../workspace-folder.ts';

const sentences = Object.keys(readSentences());
const PSEUDO = pseudoBundle(sentences);

/** An editor that shows what fixes risk. */
const EDITOR = {
  ...PULLING_EDITOR,
  workspace: {
    ...PULLING_EDITOR.workspace,
    workspaceEdit: { documentChanges: true, changeAnnotationSupport: {} },
  },
};

function startWith(l10n: unknown) {
  return startClient({ capabilities: EDITOR, initializationOptions: { l10n } });
}

/** The message of the first finding in a script with a monitor on the network. */
async function messageWith(l10n: unknown): Promise<string> {
  const client = await startWith(l10n);
  client.open(SHELL.uri, SHELL.languageId, SHELL.text);
  const [diagnostic] = await client.diagnostics(SHELL.uri);
  await client.stop();
  return textOf(diagnostic?.message ?? '');
}

function textOf(message: string | MarkupContent): string {
  return typeof message === 'string' ? message : message.value;
}

/** What people read of an action: its title, and the labels and risks of its edits. */
function wordsOf({ title, edit }: CodeAction): readonly string[] {
  const annotations = Object.values(edit?.changeAnnotations ?? {});
  return [title, ...annotations.flatMap(({ label, description = '' }) => [label, description])];
}

test('all that the server says about a document is in the language of the editor', async () => {
  const client = await startWith(PSEUDO);
  for (const { uri, languageId, text, found } of EVERY_LANGUAGE) {
    client.open(uri, languageId, text);
    const range = rangeOf(text, found);
    const diagnostics = await client.diagnostics(uri);
    const actions = await client.actions(uri, range);
    const hover = await client.request<Hover>('textDocument/hover', {
      textDocument: { uri },
      position: range.start,
    });
    const lines = String((hover.contents as { readonly value: string }).value).split(/\n+/);
    const words = [
      ...diagnostics.flatMap(({ message, relatedInformation = [] }) => [
        textOf(message),
        ...relatedInformation.map((related) => related.message),
      ]),
      ...actions.flatMap(wordsOf),
      // A command is the same in every language.
      ...lines
        .filter((line) => !/^(?:- )?(?:socat|nc|qmp-shell) /.test(line))
        .map((line) => line.replace(/^- /, '')),
    ];
    assert.ok(words.length > 10);
    const outside = words.filter((word) => readPseudo(word).outside !== '');
    assert.deepEqual(outside, [], languageId);
  }
  await client.stop();
});

test('so is what it says while it looks through a workspace, and what it leaves out', async (t) => {
  const folder = makeFolder(t, {
    'run.sh': 'kvm -monitor unix:/run/x.sock,sever\n',
    'big.sh': `kvm -monitor tcp::1,server\n${'#'.repeat(2 * 1024 * 1024)}`,
  });
  const initializationOptions = { l10n: PSEUDO };
  const capabilities = {
    ...WATCHING_EDITOR,
    workspace: { ...WATCHING_EDITOR.workspace, ...EDITOR.workspace },
    window: { workDoneProgress: true },
  };
  const client = await startIn(t, folder, { capabilities, initializationOptions });
  const answer = await client.request<{
    readonly fixes: readonly { readonly title: string; readonly risk: string }[];
  }>('qemuMonitorGuard/fixWorkspace', { workDoneToken: 'looking' });
  const logged = client.log.flatMap(({ method, params }) => {
    const { message, value } = params as {
      readonly message?: string;
      readonly value?: { readonly title?: string; readonly message?: string };
    };
    if (method === 'window/logMessage') return [message ?? ''];
    return method === '$/progress' ? [value?.title ?? value?.message ?? ''] : [];
  });
  const words = [...logged, ...answer.fixes.flatMap(({ title, risk }) => [title, risk])].filter(
    (word) => word !== '',
  );
  const said = words.map(readPseudo);
  assert.deepEqual(said.map(({ outside }) => outside).join(''), '');
  const heard = new Set(said.flatMap((one) => one.sentences));
  for (const sentence of [
    'Looking for QEMU monitors',
    '{0} is not checked: {1}',
    'it has {0} bytes, more than {1}',
    'Change {0} to {1}',
  ]) {
    assert.ok(heard.has(sentence), sentence);
  }
});

for (const language of LANGUAGES) {
  test(`a script with a monitor on the network is explained in ${language}`, async () => {
    const bundle = readBundle(language);
    const message = await messageWith(bundle);
    assert.notEqual(message, SHELL.message);
    const short = Object.entries(bundle).map(([english, said]) => [fingerprint(english), said]);
    assert.equal(await messageWith(Object.fromEntries(short)), message);
    assert.match(message, /HMP/);
    assert.match(message, /4444/);
  });
}

test('a client that hands over no sentences, or something else, is answered in English', async () => {
  const [english = ''] = sentences.filter((sentence) =>
    /: anyone on the network can run commands on this host/.test(sentence),
  );
  for (const l10n of [
    undefined,
    null,
    'de',
    42,
    [pseudo(english)],
    { [english]: 7 },
    { [english]: '' },
    { [english]: { comment: ['without a message'] } },
    { [english]: 'A sentence that says neither which monitor nor which port' },
    { [english]: `${english} {2}` },
  ]) {
    assert.equal(await messageWith(l10n), SHELL.message, JSON.stringify(l10n));
  }
});

test('what is filled in is not read again, whatever it looks like', async () => {
  const client = await startWith({ "Unknown rule '{0}'": "Keine Regel '{0}'" });
  client.open(
    'file:///vm/a.sh',
    'shellscript',
    '# qemu-monitor-guard: ignore[{0}{1}] why not\nkvm -monitor stdio\n',
  );
  const [diagnostic] = await client.diagnostics('file:///vm/a.sh');
  assert.equal(diagnostic?.message, "Keine Regel '{0}{1}'");
  await client.stop();
});
