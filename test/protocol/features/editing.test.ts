import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type LspClient, PULLING_EDITOR, startClient } from '../../support/lsp-client.ts';
import { EVERY_LANGUAGE, SHELL } from '../documents.ts';
import { applyEdits, type Encoding, positionAt, rangeOf, textIn } from '../positions.ts';

let client: LspClient;
before(async () => {
  client = await startClient();
});
after(() => client.stop());

for (const { uri, languageId, text, found } of EVERY_LANGUAGE) {
  test(`a ${languageId} document typed character by character ends with its diagnostics`, async () => {
    client.open(uri, languageId, '');
    let typed = '';
    let version = 1;
    for (const character of text) {
      const end = positionAt(typed, typed.length);
      client.change(uri, ++version, [{ range: { start: end, end }, text: character }]);
      typed += character;
      // Every state on the way is asked for: each range is one of its text, or `textIn` fails.
      for (const { range } of await client.diagnostics(uri))
        assert.notEqual(textIn(typed, range), '');
    }
    const [diagnostic] = await client.diagnostics(uri);
    assert.equal(diagnostic?.code, 'monitor-on-network');
    assert.equal(textIn(text, diagnostic.range), found);
    client.close(uri);
  });
}

test('several changes in one notification count in the text that the one before left', async () => {
  const { uri, languageId, text } = SHELL;
  client.open(uri, languageId, '');
  const origin = { line: 0, character: 0 };
  const start = { start: origin, end: origin };
  // Typed backwards, always at the beginning; then the first line is taken away again.
  const lines = text.split(/(?<=\n)/).toReversed();
  const firstLine = { start: origin, end: { line: 1, character: 0 } };
  client.change(uri, 2, [
    ...lines.map((line) => ({ range: start, text: line })),
    { range: firstLine, text: '' },
  ]);
  const [diagnostic] = await client.diagnostics(uri);
  const left = text.slice(text.indexOf('\n') + 1);
  assert.deepEqual(diagnostic?.range, rangeOf(left, SHELL.found));
  client.close(uri);
});

test('a change without a range replaces the whole document, between changes with one', async () => {
  const { uri, languageId, text } = SHELL;
  client.open(uri, languageId, 'echo');
  const end = { line: 0, character: 4 };
  const origin = { line: 0, character: 0 };
  client.change(uri, 2, [
    { range: { start: end, end }, text: ' no more' },
    { text },
    { range: { start: origin, end: origin }, text: '\n\n' },
  ]);
  const [diagnostic] = await client.diagnostics(uri);
  assert.deepEqual(diagnostic?.range, rangeOf(`\n\n${text}`, SHELL.found));
  client.close(uri);
});

for (const { uri, languageId, text, found } of EVERY_LANGUAGE) {
  test(`the line ends of a ${languageId} document may change to CRLF`, async () => {
    const windows = text.replaceAll('\n', '\r\n');
    client.open(uri, languageId, text);
    client.change(uri, 2, [{ text: windows }]);
    const [diagnostic] = await client.diagnostics(uri);
    assert.deepEqual(diagnostic?.range, rangeOf(windows, found));
    client.close(uri);
  });
}

test('lines that end in CRLF are counted as one line each when edited', async () => {
  const uri = 'file:///vm/windows.sh';
  const text = '#!/bin/bash\r\n# one\r\nqemu-system-arm -qmp tcp:0.0.0.0:1,server\r\n';
  client.open(uri, 'shellscript', text);
  const [before] = await client.diagnostics(uri);
  assert.deepEqual(before?.range, rangeOf(text, '0.0.0.0'));
  client.change(uri, 2, [{ range: rangeOf(text, '# one\r\n'), text: '# two\r\n# three\r\n' }]);
  const changed = text.replace('# one\r\n', '# two\r\n# three\r\n');
  const [afterwards] = await client.diagnostics(uri);
  assert.deepEqual(afterwards?.range, rangeOf(changed, '0.0.0.0'));
  client.close(uri);
});

test('positions outside the document are taken as its nearest place', async () => {
  const { uri, languageId, text } = SHELL;
  client.open(uri, languageId, text);
  const far = { line: 9_999, character: 9_999 };
  client.change(uri, 2, [{ range: { start: far, end: far }, text: '# the end\n' }]);
  const behind = { line: 0, character: 9_999 };
  client.change(uri, 3, [{ range: { start: behind, end: behind }, text: ' # bash' }]);
  const changed = `${text.replace('bash', 'bash # bash')}# the end\n`;
  const [diagnostic] = await client.diagnostics(uri);
  assert.deepEqual(diagnostic?.range, rangeOf(changed, SHELL.found));
  client.close(uri);
});

/** Before the finding: two bytes, three bytes, a pair of surrogates, a combined family, a tabulator. */
const UMLAUTS = 'größe=\t"Übergröße €"';
const ASTRAL = '"🖥️ 👩‍👩‍👧 𝕼"';

for (const encoding of ['utf-16', 'utf-8'] as const satisfies readonly Encoding[]) {
  test(`behind umlauts and astral characters positions count in ${encoding}`, async () => {
    const capabilities = { ...PULLING_EDITOR, general: { positionEncodings: [encoding] } };
    const other = await startClient({ capabilities });
    const uri = 'file:///vm/grüße%20🖥.sh';
    let text = `# ${UMLAUTS}\n echo ${ASTRAL} "${UMLAUTS}"; qemu-system-arm -name ${ASTRAL} -qmp 'tcp:0.0.0.0:1,server'\n`;
    other.open(uri, 'shellscript', text);
    const [opened] = await other.diagnostics(uri);
    assert.deepEqual(opened?.range, rangeOf(text, '0.0.0.0', encoding));

    // Each part replaced in turn, each counted in what the one before left; all in one notification.
    const edits = [
      ['Größe', 'x'],
      ['🖥️ 👩‍👩‍👧', 'ä🖥'],
      ['0.0.0.0', '192.0.2.1'],
      ['-qmp', '-monitor'],
    ] as const;
    let changes: { readonly range: ReturnType<typeof rangeOf>; readonly text: string }[] = [];
    text = `${text.replaceAll('größe', 'g').replace(ASTRAL, 'Größe')}`;
    other.change(uri, 2, [{ text }]);
    for (const [old, now] of edits) {
      changes = [...changes, { range: rangeOf(text, old, encoding), text: now }];
      text = text.replace(old, now);
    }
    other.change(uri, 3, changes);
    const [changed] = await other.diagnostics(uri);
    assert.deepEqual(changed?.range, rangeOf(text, '192.0.2.1', encoding));

    const [action] = await other.actions(uri, changed.range);
    assert.deepEqual(action?.diagnostics, [changed]);
    const [change] = action?.edit?.documentChanges ?? [];
    assert.ok(change && 'edits' in change);
    const edited = applyEdits(text, change.edits as Parameters<typeof applyEdits>[1], encoding);
    assert.match(edited, / -monitor \S*unix:\S+-monitor\.sock\S*,server\S*\n$/);
    other.change(uri, 4, [{ text: edited }]);
    assert.deepEqual(await other.diagnostics(uri), []);
    await other.stop();
  });
}

test('in UTF-8 a position inside a character does no harm', async () => {
  const capabilities = { ...PULLING_EDITOR, general: { positionEncodings: ['utf-8'] } };
  const other = await startClient({ capabilities });
  const uri = 'file:///vm/cut.sh';
  other.open(uri, 'shellscript', `# 🖥🖥\n${SHELL.text}`);
  const inside = { line: 0, character: 4 };
  other.change(uri, 2, [{ range: { start: inside, end: inside }, text: 'x' }]);
  assert.equal((await other.diagnostics(uri)).length, 1);
  await other.stop();
});

test('in UTF-8 the positions of a long line are counted right, wherever its characters are cut', async () => {
  const capabilities = { ...PULLING_EDITOR, general: { positionEncodings: ['utf-8'] } };
  const other = await startClient({ capabilities });
  const uri = 'file:///vm/long.sh';
  // Pairs of surrogates at even and at odd offsets, over several thousand code units.
  const text = `${'a🖥ß€'.repeat(300)} ${`echo '${'🖥'.repeat(511)}ü'; qemu-system-arm -qmp 'tcp:0.0.0.0:1,server' ;`.repeat(9)}\n`;
  other.open(uri, 'shellscript', text);
  const diagnostics = await other.diagnostics(uri);
  assert.equal(diagnostics.length, 9);
  for (const { range } of diagnostics) assert.equal(textIn(text, range, 'utf-8'), '0.0.0.0');
  await other.stop();
});
