import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type LspClient, startClient } from '../../support/lsp-client.ts';
import { CONFIG, LIBVIRT_ARGS, SHELL } from '../documents.ts';
import { rangeOf } from '../positions.ts';

const IS_QEMU_CONFIG = 'qemuMonitorGuard/isQemuConfig';

let client: LspClient;
before(async () => {
  client = await startClient();
});
after(() => client.stop());

/** What was said about documents that are QEMU's by their content, up to now. */
async function announced(): Promise<readonly unknown[]> {
  // The answer to a request is behind everything that was sent before it.
  await client.report('file:///nothing');
  return client.sent(IS_QEMU_CONFIG);
}

for (const [name, languageId] of [
  ['vm.cfg', 'plaintext'],
  ['vm.conf', 'properties'],
  ['vm.ini', 'ini'],
]) {
  const uri = `file:///vm/${name}`;
  test(`a config file of QEMU named ${name} is found by its content, and announced`, async () => {
    client.open(uri, `${languageId}`, CONFIG.text);
    assert.deepEqual((await client.next(IS_QEMU_CONFIG)).params, { uri });
    const [diagnostic] = await client.diagnostics(uri);
    assert.equal(diagnostic?.code, 'monitor-on-network');
    assert.deepEqual(diagnostic.range, rangeOf(CONFIG.text, CONFIG.found));
    client.close(uri);
  });

  test(`a ${name} of another program has no diagnostics and is not announced`, async () => {
    const before = await announced();
    const others = [
      '[Unit]\nDescription=x\n[Service]\nExecStart=/usr/bin/qemu-system-arm -monitor tcp::1,server\n',
      '[device]\ndriver = nvidia\nhost = 0.0.0.0\n[mon]\nhost = 10.0.0.1\n',
      'host = "0.0.0.0"\nport = "4444"\nserver = "on"\n',
      SHELL.text,
      '',
    ];
    for (const text of others) {
      client.open(uri, `${languageId}`, text);
      assert.deepEqual(await client.diagnostics(uri), []);
      assert.deepEqual(await client.actions(uri, { start: ORIGIN, end: END }), []);
      client.close(uri);
    }
    assert.deepEqual(await announced(), before);
  });
}

const ORIGIN = { line: 0, character: 0 };
const END = { line: 99, character: 0 };

test('a document that is a config file by its language is not announced', async () => {
  const before = await announced();
  client.open(CONFIG.uri, CONFIG.languageId, CONFIG.text);
  assert.equal((await client.diagnostics(CONFIG.uri)).length, 1);
  client.close(CONFIG.uri);
  assert.deepEqual(await announced(), before);
});

test('after the announcement the client opens the document in its new language', async () => {
  const uri = 'file:///vm/vm.cfg';
  client.open(uri, 'plaintext', CONFIG.text);
  await client.next(IS_QEMU_CONFIG);
  const { resultId } = await client.report(uri);
  client.close(uri);
  client.open(uri, 'qemu-config', CONFIG.text);
  const report = await client.report(uri, resultId);
  assert.equal(report.kind, 'full');
  assert.equal(report.items.length, 1);
  client.close(uri);
});

test('a .cfg that becomes a config file of QEMU while it is typed has its diagnostics', async () => {
  const uri = 'file:///vm/typed.cfg';
  client.open(uri, 'plaintext', '');
  assert.deepEqual(await client.diagnostics(uri), []);
  client.change(uri, 2, [{ text: CONFIG.text }]);
  assert.equal((await client.diagnostics(uri)).length, 1);
  client.close(uri);
});

test("libvirt's .args files are known by their name", async () => {
  const uri = 'file:///libvirt/tests/qemuxmlconfdata/old%20name.args';
  client.open(uri, 'plaintext', LIBVIRT_ARGS.text);
  const [diagnostic] = await client.diagnostics(uri);
  assert.deepEqual(diagnostic?.range, rangeOf(LIBVIRT_ARGS.text, LIBVIRT_ARGS.found));
  client.close(uri);
});

for (const uri of [
  'untitled:Untitled-1',
  'vscode-remote://ssh-remote%2Bhost/home/me/run.sh',
  'file:///c%3A/vms/%zz/run.sh',
  'file:///vm/100%.sh',
  'x:',
]) {
  test(`a script at ${uri} is read like any other`, async () => {
    client.open(uri, 'shellscript', `HOST=0.0.0.0\n${SHELL.text.replace('0.0.0.0', '$HOST')}`);
    const [diagnostic] = await client.diagnostics(uri);
    assert.equal(diagnostic?.relatedInformation?.[0]?.location.uri, uri);
    const [action] = await client.actions(uri, diagnostic.range);
    assert.match(JSON.stringify(action?.edit), /-monitor\.sock/);
    client.close(uri);
  });
}

test('a socket is named after the file, whose name the URI has in another spelling', async () => {
  const uri = 'file:///vm/my%20v%6D.sh';
  client.open(uri, 'shellscript', SHELL.text);
  const [action] = await client.actions(uri, rangeOf(SHELL.text, SHELL.found));
  assert.match(JSON.stringify(action?.edit), /\/my-vm-monitor\.sock/);
  client.close(uri);
});
