/** What can be fixed safely in a whole workspace, in real folders: of files that are open, and that are not. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Diagnostic, Range, TextDocumentEdit, WorkspaceEdit } from 'vscode-languageserver';
import { type LspClient, ResponseError } from '../../support/lsp-client.ts';
import { applyEdits, textIn } from '../positions.ts';
import { makeFolder, openFolder, startIn, type WorkspaceFolder } from '../workspace-folder.ts';

const REQUEST = 'qemuMonitorGuard/fixWorkspace';
const CANCELLED = -32800;

const MISSPELT = '#!/bin/sh\nkvm -monitor unix:/run/x.sock,sever,wait=off\n';
const SPELT = MISSPELT.replace('sever', 'server');
const ABSTRACT = 'kvm -monitor unix:/x,abstract=on,server=on\n';
const DOMAIN = `<domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'><name>d</name>
<qemu:commandline><qemu:arg value='-qmp'/><qemu:arg value='unix:/run/x.sock,sever'/></qemu:commandline></domain>
`;
const CONFIG = '[name]\n  guest = web\n';

interface Place {
  readonly uri: string;
  readonly range: Range;
  readonly message: string;
}

interface Offer extends Place {
  readonly title: string;
  readonly risk: string;
  readonly isSafe: boolean;
  readonly edit: WorkspaceEdit;
  readonly id: string;
  readonly updates: number;
}

interface Answer {
  readonly fixes: readonly Offer[];
  readonly fixable: readonly Place[];
  readonly left: readonly Place[];
  readonly count: number;
}

function ask(client: LspClient): Promise<Answer> {
  return client.request<Answer>(REQUEST, {});
}

function nameOf(folder: WorkspaceFolder, uri: string): string {
  return uri.slice(folder.uri('').length + 1);
}

/** The documents that some fixes change, each with the edits of all of them. */
function documentEdits(fixes: readonly Offer[]): readonly TextDocumentEdit[] {
  return fixes.flatMap(({ edit }) => (edit.documentChanges ?? []) as TextDocumentEdit[]);
}

/** The files that the safe fixes of an answer change, with the text that they make of what these hold. */
function changed(
  folder: WorkspaceFolder,
  { fixes }: Answer,
  texts: Readonly<Record<string, string>>,
) {
  const byName = new Map<string, TextDocumentEdit['edits']>();
  for (const { textDocument, edits } of documentEdits(fixes.filter(({ isSafe }) => isSafe))) {
    const name = nameOf(folder, textDocument.uri);
    byName.set(name, [...(byName.get(name) ?? []), ...edits]);
  }
  return Object.fromEntries(
    [...byName].map(([name, edits]) => [
      name,
      applyEdits(texts[name] ?? '', edits as Parameters<typeof applyEdits>[1]),
    ]),
  );
}

function names(folder: WorkspaceFolder, places: readonly Place[]): readonly string[] {
  return places.map(({ uri }) => nameOf(folder, uri));
}

test('files of every language are fixed that no editor has open', async (t) => {
  const texts = {
    'a/run.sh': MISSPELT,
    'a/start': MISSPELT,
    'domain.xml': DOMAIN,
    'guest.args': '/usr/bin/kvm \\\n-monitor unix:/run/x.sock,sever\n',
    'machine.qemu': CONFIG,
    'by-content.cfg': '[chardev "c"]\n  backend = "stdo"\n[mon "m"]\n  chardev = "c"\n',
    '.ci/run.sh': MISSPELT,
  };
  const { folder, client } = await openFolder(t, texts);
  const answer = await ask(client);
  const expected = Object.entries(texts).map(([name, text]) => [
    name,
    text.replace('sever', 'server').replace('stdo', 'stdio').replace('web', '"web"'),
  ]);
  assert.deepEqual(changed(folder, answer, texts), Object.fromEntries(expected));
  assert.equal(answer.count, expected.length);
  assert.deepEqual(answer.left, []);
});

test('when all is fixed there is nothing more to fix', async (t) => {
  const { client } = await openFolder(t, { 'run.sh': SPELT });
  assert.deepEqual(await ask(client), {
    fixes: [],
    fixable: [],
    left: [],
    count: 1,
    notChecked: 0,
  });
});

test('the answer names what it fixes, and what is left to look at', async (t) => {
  const { folder, client } = await openFolder(t, { 'a.sh': MISSPELT, 'b.sh': ABSTRACT });
  const { fixable, left } = await ask(client);
  assert.deepEqual(names(folder, fixable), ['a.sh']);
  assert.deepEqual(names(folder, left), ['b.sh']);
  const [place] = fixable;
  assert.equal(place && textIn(MISSPELT, place.range), 'sever');
  assert.match(place?.message ?? '', /did you mean 'server'/);
});

test('the text of an open document counts, saved or not, and the edit names its version', async (t) => {
  const { folder, client } = await openFolder(t, { 'a.sh': SPELT, 'b.sh': MISSPELT });
  client.open(folder.uri('a.sh'), 'shellscript', '');
  client.change(folder.uri('a.sh'), 7, [{ text: MISSPELT }]);
  client.open(folder.uri('b.sh'), 'shellscript', SPELT);
  const answer = await ask(client);
  assert.deepEqual(changed(folder, answer, { 'a.sh': MISSPELT }), { 'a.sh': SPELT });
  const [file] = documentEdits(answer.fixes);
  assert.equal(file?.textDocument.version, 7);
  client.close(folder.uri('a.sh'));
  const later = await ask(client);
  assert.deepEqual(later.fixes, []);
});

test('a file that scripts bring in is judged by them', async (t) => {
  const settings = 'MONITOR="-monitor unix:/run/x.sock,sever"\n';
  const files = { 'a.sh': '. ./conf\nkvm $MONITOR\n', 'b.sh': '. ./conf\nkvm -m 1G $MONITOR\n' };
  const { folder, client } = await openFolder(t, { ...files, conf: settings });
  const answer = await ask(client);
  assert.deepEqual(changed(folder, answer, { conf: settings }), {
    conf: settings.replace('sever', 'server'),
  });
  assert.deepEqual(names(folder, answer.fixable), ['conf']);
});

test('a monitor moves with the clients in all scripts, which is left to the workspace', async (t) => {
  const talk = 'echo info status | nc -N localhost 4444\n';
  const texts = {
    'a.sh': `. ./settings.sh\nkvm -monitor "$MONITOR" &\n${talk}`,
    'b.sh': `. ./settings.sh\nkvm -m 1G -monitor "$MONITOR" &\n${talk}`,
    'settings.sh': 'MONITOR=telnet:0.0.0.0:4444,server,nowait\n',
  };
  // In a directory with a blank the path would be divided where the variable is used.
  const settings = { '.qemu-monitor-guard.json': '{ "socketDirectory": "/run/vm" }\n' };
  const { folder, client } = await openFolder(t, { ...texts, ...settings });
  const uri = folder.uri('settings.sh');
  client.open(uri, 'shellscript', texts['settings.sh']);
  const start = { line: 0, character: 0 };
  const alone = await client.actions(
    uri,
    { start, end: start },
    { only: ['source.fixAll.qemuMonitorGuard'] },
  );
  assert.deepEqual(alone, [], 'saving one file changes no other');
  const answer = await ask(client);
  const told = answer.fixes.map(({ id, updates }) => [id, updates]);
  assert.deepEqual(told, [['switch-to-unix', 2]]);
  const after = changed(folder, answer, texts);
  assert.deepEqual(Object.keys(after).toSorted(), Object.keys(texts));
  for (const text of Object.values(after)) assert.match(text, /\/settings-monitor\.sock/);
});

test('a monitor stays where a client in one of the scripts cannot follow', async (t) => {
  const { folder, client } = await openFolder(t, {
    'a.sh': '. ./settings.sh\nkvm $MONITOR &\n',
    'b.sh': '. ./settings.sh\nkvm -m 1G $MONITOR &\ntelnet localhost 4444 | grep Connected\n',
    'settings.sh': 'MONITOR="-monitor telnet:0.0.0.0:4444,server,nowait"\n',
  });
  const { fixes, left } = await ask(client);
  assert.deepEqual(
    fixes.map(({ isSafe }) => isSafe),
    [false],
    'it is offered at once',
  );
  assert.deepEqual(names(folder, left), ['settings.sh']);
});

test('scripts of one name in several folders get sockets of their own', async (t) => {
  const script = 'kvm -monitor tcp:0.0.0.0:4444,server,nowait\n';
  const texts = { 'a/run.sh': script, 'b/run.sh': script, 'c.sh': 'ls /run/run-monitor-2.sock\n' };
  const { folder, client } = await openFolder(t, texts);
  const after = changed(folder, await ask(client), texts);
  const sockets = Object.values(after).map((text) => /[\w-]+\.sock/.exec(text)?.[0]);
  assert.deepEqual(sockets, ['run-monitor.sock', 'run-monitor-3.sock']);
});

test('each fix is offered alone, safe or not, with its place, its risk and all of its edits', async (t) => {
  const texts = {
    'a.sh': MISSPELT,
    'b.sh': 'kvm -monitor tcp:otherhost:4444\n',
    'c.qemu': CONFIG,
  };
  const { folder, client } = await openFolder(t, texts);
  const { fixes } = await ask(client);
  assert.deepEqual(
    fixes.map(({ uri, isSafe }) => [nameOf(folder, uri), isSafe]),
    [
      ['a.sh', true],
      ['c.qemu', true],
      ['b.sh', false],
    ],
  );
  for (const fix of fixes) {
    assert.ok(fix.risk.length > 10 && fix.title.length > 10);
    assert.equal(documentEdits([fix]).length, 1);
  }
});

test('progress is reported on request, and other requests are answered meanwhile', async (t) => {
  const many = Object.fromEntries(
    Array.from({ length: 400 }, (_, index) => [
      `${index}.sh`,
      `${MISSPELT}${'if test $A; then kvm $B; fi\n'.repeat(40)}`,
    ]),
  );
  const { client } = await openFolder(t, many);
  // For one of the folder it would be looked who brings it in, which is a search of its own.
  const other = 'file:///elsewhere/0.sh';
  client.open(other, 'shellscript', MISSPELT);
  let isAnswered = false;
  const answer = client.request<Answer>(REQUEST, { workDoneToken: 'here' }).then((result) => {
    isAnswered = true;
    return result;
  });
  const begin = await client.next('$/progress');
  assert.deepEqual(begin.params, {
    token: 'here',
    value: { kind: 'begin', title: 'Looking for QEMU monitors', percentage: 0 },
  });
  const diagnostics: readonly Diagnostic[] = await client.diagnostics(other);
  assert.equal(diagnostics.length, 1);
  assert.equal(isAnswered, false, 'the document was looked at before the whole workspace');
  assert.equal((await answer).fixable.length, 400);
  const kinds = client
    .sent('$/progress')
    .map((params) => (params as { value: { kind: string } }).value.kind);
  assert.equal(kinds.at(-1), 'end');
  assert.ok(kinds.includes('report'), kinds.join());
});

test('a cancelled request gets no answer, and the server goes on', async (t) => {
  const many = Object.fromEntries(
    Array.from({ length: 200 }, (_, index) => [`${index}.sh`, MISSPELT]),
  );
  const { client } = await openFolder(t, many);
  const { id, answer } = client.ask<Answer>(REQUEST, {});
  client.notify('$/cancelRequest', { id });
  await assert.rejects(
    answer,
    (error) => error instanceof ResponseError && error.code === CANCELLED,
  );
  assert.equal((await ask(client)).fixable.length, 200);
});

test('a document that changes while others are read is fixed as it is in the end', async (t) => {
  const many = Object.fromEntries(
    Array.from({ length: 300 }, (_, index) => [`${index}.sh`, `${SPELT}kvm $A\n`]),
  );
  const { folder, client } = await openFolder(t, many);
  const uri = folder.uri('0.sh');
  client.open(uri, 'shellscript', MISSPELT);
  const asked = client.request<Answer>(REQUEST, { workDoneToken: 'here' });
  await client.next('$/progress');
  const moved = `# moved\n${MISSPELT}`;
  client.change(uri, 2, [{ text: moved }]);
  const answer = await asked;
  assert.deepEqual(changed(folder, answer, { '0.sh': moved }), {
    '0.sh': moved.replace('sever', 'server'),
  });
});

test('without a folder there is nothing to look into', async (t) => {
  const folder = makeFolder(t, { 'run.sh': MISSPELT });
  const client = await startIn(t, folder, { rootUri: undefined as never });
  assert.deepEqual(await ask(client), {
    fixes: [],
    fixable: [],
    left: [],
    count: 0,
    notChecked: 0,
  });
});
