/** That QEMU refuses half a word is not said while it is typed, and is said right after. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  type LspClient,
  PLAIN_EDITOR,
  PULLING_EDITOR,
  startClient,
} from '../../support/lsp-client.ts';
import { positionAt, rangeOf, textIn } from '../positions.ts';

const URI = 'file:///vm/typed.sh';
const START = 'kvm -monitor unix:/run/x.sock,server';
const HALF = `${START},wai`;
const REFUSED = 'refused-by-qemu';

let client: LspClient;
before(async () => {
  client = await startClient();
});
after(() => client.stop());

/** Writes at a place, as a key or a paste does; gives the new text. */
function type(editor: LspClient, version: number, text: string, written: string, at: number) {
  const place = positionAt(text, at);
  editor.change(URI, version, [{ range: { start: place, end: place }, text: written }]);
  return text.slice(0, at) + written + text.slice(at);
}

/** What is refused, as the document has it. */
async function refused(editor: LspClient, text: string): Promise<readonly string[]> {
  const diagnostics = await editor.diagnostics(URI);
  return diagnostics.filter(({ code }) => code === REFUSED).map(({ range }) => textIn(text, range));
}

test('half a word is refused only once the typing has gone on elsewhere', async () => {
  client.open(URI, 'shellscript', START);
  let text = START;
  let version = 1;
  for (const character of ',wai') {
    text = type(client, ++version, text, character, text.length);
    assert.deepEqual(await refused(client, text), [], text);
  }
  text = type(client, ++version, text, ' -m 1G', text.length);
  assert.deepEqual(await refused(client, text), ['wai']);
  // Back to it, to mend it.
  text = type(client, ++version, text, 't', text.indexOf(' -m 1G'));
  assert.deepEqual(await refused(client, text), []);
  client.close(URI);
});

test('a letter that is taken away is typing too', async () => {
  client.open(URI, 'shellscript', `${HALF}y`);
  assert.deepEqual(await refused(client, `${HALF}y`), ['waiy']);
  client.change(URI, 2, [{ range: rangeOf(`${HALF}y`, 'y'), text: '' }]);
  assert.deepEqual(await refused(client, HALF), []);
  client.close(URI);
});

test('other findings under the typing are shown at once', async () => {
  client.open(URI, 'shellscript', '');
  type(client, 2, '', 'kvm -monitor tcp:0.0.0.0', 0);
  type(client, 3, 'kvm -monitor tcp:0.0.0.0', ':4444,server', 24);
  const text = 'kvm -monitor tcp:0.0.0.0:4444,server';
  type(client, 4, text, '0', text.indexOf(':4444'));
  const codes = (await client.diagnostics(URI)).map(({ code }) => code);
  assert.deepEqual(codes, ['monitor-on-network']);
  client.close(URI);
});

test('the place of the typing is counted in the encoding of the client', async () => {
  const capabilities = { ...PULLING_EDITOR, general: { positionEncodings: ['utf-8'] } };
  const other = await startClient({ capabilities });
  const text = `: 🖥ü; ${START},wa`;
  other.open(URI, 'shellscript', text);
  const end = positionAt(text, text.length, 'utf-8');
  other.change(URI, 2, [{ range: { start: end, end }, text: 'i' }]);
  assert.deepEqual(await other.diagnostics(URI), []);
  await other.stop();
});

test('a document whose whole text is another one is not being typed', async () => {
  client.open(URI, 'shellscript', START);
  client.change(URI, 2, [{ text: HALF }]);
  assert.deepEqual(await refused(client, HALF), ['wai']);
  client.close(URI);
});

test('an undo is no typing: neither several changes at once nor one word for another', async () => {
  const whole = `${START},wait=off`;
  client.open(URI, 'shellscript', whole);
  client.change(URI, 2, [{ range: rangeOf(whole, 'wait=off'), text: 'wai' }]);
  assert.deepEqual(await refused(client, HALF), ['wai']);
  client.change(URI, 3, [
    { range: rangeOf(HALF, 'wai'), text: '' },
    { range: { start: positionAt(HALF, 0), end: positionAt(HALF, 0) }, text: '' },
    {
      range: { start: positionAt(`${START},`, 37), end: positionAt(`${START},`, 37) },
      text: 'wai',
    },
  ]);
  assert.deepEqual(await refused(client, HALF), ['wai']);
  client.close(URI);
});

test('a save ends typing, and diagnostics are asked for again', async () => {
  client.open(URI, 'shellscript', START);
  const text = type(client, 2, START, ',wai', START.length);
  const { resultId } = await client.report(URI);
  client.notify('textDocument/didSave', { textDocument: { uri: URI } });
  await client.next('workspace/diagnostic/refresh');
  const report = await client.report(URI, resultId);
  assert.ok(report.kind === 'full');
  const codes = report.items.map(({ code }) => code);
  assert.deepEqual(codes, [REFUSED]);
  assert.deepEqual(await refused(client, text), ['wai']);
  client.close(URI);
});

test('a document that is opened again is not being typed', async () => {
  client.open(URI, 'shellscript', START);
  const text = type(client, 2, START, ',wai', START.length);
  assert.deepEqual(await refused(client, text), []);
  client.close(URI);
  client.open(URI, 'shellscript', text);
  assert.deepEqual(await refused(client, text), ['wai']);
  client.close(URI);
});

test('its quick fix is offered all the while', async () => {
  client.open(URI, 'shellscript', START);
  const text = type(client, 2, START, ',wai', START.length);
  assert.deepEqual(await refused(client, text), []);
  const actions = await client.actions(URI, rangeOf(text, 'wai'));
  assert.ok(
    actions.some(({ diagnostics }) => diagnostics?.some(({ code }) => code === REFUSED)),
    JSON.stringify(actions),
  );
  client.close(URI);
});

test('a client that is sent its diagnostics is sent them without, and with them after saving', async () => {
  const plain = await startClient({ capabilities: PLAIN_EDITOR });
  plain.open(URI, 'shellscript', START);
  assert.deepEqual((await plain.pushed(URI)).diagnostics, []);
  type(plain, 2, START, ',wai', START.length);
  const typed = await plain.pushed(URI);
  assert.deepEqual([typed.version, typed.diagnostics], [2, []]);
  plain.notify('textDocument/didSave', { textDocument: { uri: URI } });
  const saved = await plain.pushed(URI);
  const codes = saved.diagnostics.map(({ code }) => code);
  assert.deepEqual(codes, [REFUSED]);
  await plain.stop();
});
