/** The built program: under the oldest Node, beside the language server, and started by an editor. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Diagnostic, DocumentDiagnosticReport } from 'vscode-languageserver';
import { languageOf } from '../../../server/src/languages/detect.ts';
import { corpus } from '../../mutation/corpus.ts';
import { hostOf } from '../../mutation/hosts.ts';
import { comparedScripts } from '../../support/blocks.ts';
import { plainEnvironment, SERVER_NODE, startClient } from '../../support/lsp-client.ts';
import { filesBelow, readManifest, readRepositoryFile } from '../../support/repository.ts';
import { SHELL } from '../documents.ts';
import { reportsOf } from '../review.ts';
import { makeFolder, startIn, type WorkspaceFolder } from '../workspace-folder.ts';

const INTERRUPT = fileURLToPath(new URL('../fixtures/interrupt-writing.cjs', import.meta.url));
const CLI = fileURLToPath(new URL('../../../dist/cli.js', import.meta.url));
const OPEN = 'qemu-system-x86_64 -monitor tcp::4444,server,nowait\n';

function runBuilt(folder: WorkspaceFolder, words: readonly string[], input = '') {
  return spawnSync(SERVER_NODE, [CLI, ...words], {
    cwd: folder.path('.'),
    encoding: 'utf8',
    input,
    env: plainEnvironment(),
    maxBuffer: 256 * 1024 * 1024,
  });
}

/** A finding of either front end. */
type Told = readonly [
  place: string,
  severity: string,
  rule: string,
  message: string,
  related: string,
];

interface Position {
  readonly line: number;
  readonly character: number;
}

function placeWords(start: Position, end: Position): string {
  return `${start.line}:${start.character}-${end.line}:${end.character}`;
}

const SEVERITIES = ['', 'error', 'warning', 'information', 'hint'];

/** What the command line says at a finding, and an editor beside the fix: it takes a search of the project. */
const STAYING_CLIENT = 'Connects to the monitor here, and cannot be rewritten';

function toldByServer(items: readonly Diagnostic[]): readonly Told[] {
  return items.map(({ range, severity = 0, code, message, relatedInformation = [] }) => {
    const own = relatedInformation.filter(({ message: words }) => words !== STAYING_CLIENT);
    const related = own.map(({ location, message: words }) => {
      return `${placeWords(location.range.start, location.range.end)} ${words}`;
    });
    return [
      placeWords(range.start, range.end),
      ...([
        SEVERITIES[severity] ?? '',
        String(code),
        String(message),
        related.toSorted().join(),
      ] as const),
    ];
  });
}

interface JsonPosition {
  readonly line: number;
  readonly column: number;
}

interface JsonFinding {
  readonly path: string;
  readonly start: JsonPosition;
  readonly end: JsonPosition;
  readonly severity: string;
  readonly rule: string;
  readonly message: string;
  readonly related: readonly Pick<JsonFinding, 'path' | 'start' | 'end' | 'message'>[];
}

function toldByProgram(json: string): ReadonlyMap<string, readonly Told[]> {
  const { findings } = JSON.parse(json) as { readonly findings: readonly JsonFinding[] };
  const byPath = new Map<string, Told[]>();
  const zero = ({ line, column }: JsonPosition) => ({ line: line - 1, character: column - 1 });
  for (const { path, start, end, severity, rule, message, related } of findings) {
    const own = related.filter((one) => one.message !== STAYING_CLIENT);
    const ways = own.map((one) => `${placeWords(zero(one.start), zero(one.end))} ${one.message}`);
    const told: Told = [
      placeWords(zero(start), zero(end)),
      ...([severity, rule, message, ways.toSorted().join()] as const),
    ];
    byPath.set(path, [...(byPath.get(path) ?? []), told]);
  }
  return byPath;
}

/** What a program and an editor may tell in another order, where several things stand at one place. */
function inOrder(told: readonly Told[]): readonly Told[] {
  return told.toSorted((a, b) => (a.join() < b.join() ? -1 : 1));
}

/** The documents of all tests that have any, each as a file that its language is known by. */
function documents(): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const [index, { ending, text }] of corpus().entries()) {
    const { languageId, path: own } = hostOf(ending);
    const path = `corpus/${index}${own}`;
    assert.equal(languageOf('', path, text), languageOf(languageId, own, text), path);
    files[path] = text;
  }
  for (const folder of ['examples', 'test/vscode/fixtures']) {
    for (const path of filesBelow(folder)) files[path] = readRepositoryFile(path);
  }
  return { ...files, ...comparedScripts() };
}

describe('the command line and the language server', () => {
  it('agree to the character on all documents of the tests', async (t) => {
    const files = documents();
    assert.ok(Object.keys(files).length > 300);
    const folder = makeFolder(t, files);
    const { status, stdout, stderr } = runBuilt(folder, ['--format', 'json']);
    assert.equal(status, 1, stderr);
    const program = toldByProgram(stdout);
    const client = await startIn(t, folder);
    const reports = await reportsOf(client);
    const server = new Map(
      reports.flatMap((report) => {
        if (report.kind !== 'full' || report.items.length === 0) return [];
        const path = decodeURIComponent(report.uri.slice(folder.uri('').length)).replace(/^\//, '');
        return [[path, report.items] as const];
      }),
    );
    assert.deepEqual([...program.keys()].toSorted(), [...server.keys()].toSorted());
    let count = 0;
    for (const [path, items] of server) {
      const told = toldByServer(items);
      assert.deepEqual(inOrder(program.get(path) ?? []), inOrder(told), path);
      count += told.length;
    }
    assert.ok(count > 200, `${count} findings`);
  });

  it('agree on the standard input and an open document', async (t) => {
    const folder = makeFolder(t, { 'lib/set.sh': 'HOST=0.0.0.0\n' });
    const text = `#!/bin/sh\n. lib/set.sh\nqemu-system-x86_64 -name 'größe 🖥' -monitor "tcp:$HOST:1,server"\n`;
    const words = ['-f', 'json', '--stdin-filename', 'run.sh', '-'];
    const { stdout } = runBuilt(folder, words, text);
    const client = await startIn(t, folder);
    client.open(folder.uri('lib/set.sh'), 'shellscript', 'HOST=0.0.0.0\n');
    client.open(folder.uri('run.sh'), 'shellscript', text);
    const report = await client.request<DocumentDiagnosticReport>('textDocument/diagnostic', {
      textDocument: { uri: folder.uri('lib/set.sh') },
    });
    assert.ok(report.kind === 'full');
    assert.deepEqual(toldByProgram(stdout).get('lib/set.sh'), toldByServer(report.items));
  });
});

describe('the built program', () => {
  it('says its version and its help', (t) => {
    const folder = makeFolder(t);
    const { status, stdout } = runBuilt(folder, ['--version']);
    assert.equal(status, 0);
    assert.equal(stdout, `qemu-monitor-guard ${readManifest().version}\n`);
    assert.match(
      runBuilt(folder, ['explain', 'monitor-on-network']).stdout,
      /^# A monitor listens/,
    );
  });

  it('alone asks for processes: the language server has nothing of that in it', () => {
    const asksForProcesses = (name: string): boolean =>
      readFileSync(new URL(`../../../dist/${name}`, import.meta.url), 'utf8').includes('mountinfo');
    assert.ok(asksForProcesses('cli.js'));
    assert.ok(!asksForProcesses('server.js') && !asksForProcesses('server-thread.js'));
  });

  it('ends with 0, 1 and 2', (t) => {
    const folder = makeFolder(t, { 'run.sh': OPEN, 'safe.sh': 'qemu-system-x86_64 -qmp stdio\n' });
    assert.equal(runBuilt(folder, ['safe.sh']).status, 0);
    assert.equal(runBuilt(folder, ['.']).status, 1);
    assert.equal(runBuilt(folder, ['nowhere']).status, 2);
    assert.equal(runBuilt(folder, ['--nonsense']).status, 2);
    assert.equal(runBuilt(folder, ['-'], OPEN).status, 1);
  });

  it('ends quietly when its output is closed', async (t) => {
    const scripts = Array.from({ length: 300 }, (_, index) => [`${index}.sh`, OPEN.repeat(20)]);
    const folder = makeFolder(t, Object.fromEntries(scripts));
    const child = spawn(SERVER_NODE, [CLI, '-q'], {
      cwd: folder.path('.'),
      env: plainEnvironment(),
    });
    let stderr = '';
    child.stderr.on('data', (data: Buffer) => {
      stderr += data.toString();
    });
    const ended = once(child, 'exit');
    child.stdout.once('data', () => child.stdout.destroy());
    await ended;
    assert.equal(stderr, '');
  });

  it('ends with 130 at Ctrl+C while it writes, with whole files', async (t) => {
    const folder = makeFolder(t, { 'a.sh': OPEN, 'b.sh': OPEN });
    const child = spawn(SERVER_NODE, [`--require=${INTERRUPT}`, CLI, '--fix', '-q'], {
      cwd: folder.path('.'),
      env: plainEnvironment(),
      stdio: 'ignore',
    });
    assert.deepEqual(await once(child, 'exit'), [130, null]);
    assert.deepEqual(readdirSync(folder.path('.')), ['a.sh', 'b.sh']);
    assert.match(readFileSync(folder.path('a.sh'), 'utf8'), /unix:/);
  });

  it('leaves nothing behind at Ctrl+C', async (t) => {
    const scripts = Array.from({ length: 400 }, (_, index) => [`${index}.sh`, OPEN.repeat(30)]);
    const folder = makeFolder(t, Object.fromEntries(scripts));
    const child = spawn(SERVER_NODE, [CLI, '--fix', '-q'], {
      cwd: folder.path('.'),
      env: plainEnvironment(),
      stdio: 'ignore',
    });
    const ended = once(child, 'exit');
    await once(child, 'spawn');
    // Whenever it comes, before it listens or behind the last file: no file is half written, and none left beside.
    child.kill('SIGINT');
    await ended;
    assert.deepEqual(
      readdirSync(folder.path('.')).toSorted(),
      Object.keys(Object.fromEntries(scripts)).toSorted(),
    );
    for (const name of readdirSync(folder.path('.'))) {
      const text = readFileSync(folder.path(name), 'utf8');
      assert.ok(text === OPEN.repeat(30) || text.split('unix:').length === 31, name);
    }
  });

  it('is a language server for an editor that starts it so', async (t: TestContext) => {
    for (const serverWords of [['lsp'], ['lsp', '--stdio']]) {
      const client = await startClient({ server: CLI, serverWords });
      t.after(() => client.kill());
      client.open(SHELL.uri, SHELL.languageId, SHELL.text);
      const report = await client.request<DocumentDiagnosticReport>('textDocument/diagnostic', {
        textDocument: { uri: SHELL.uri },
      });
      assert.ok(report.kind === 'full');
      const codes = report.items.map(({ code }) => code);
      assert.deepEqual(codes, ['monitor-on-network']);
      assert.equal((await client.stop()).code, 0);
    }
  });
});
