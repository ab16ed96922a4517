/**
 * Whether what the server does grows with the length of a document, and no faster: each shape in several
 * sizes, each of them in a server of its own, so that one which falls costs one row. Told is the CPU time of
 * the server's process for what an editor asks of a document, and the most memory that it had.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ClientCapabilities } from 'vscode-languageserver';
import { type LspClient, PULLING_EDITOR, startClient } from '../test/support/lsp-client.ts';
import { OUR_SERVER } from './bundles.ts';
import { cpuSeconds, peakMebibytes } from './processes.ts';
import { SHAPES, type Shape, TREES, type Tree, textOfLength } from './shapes.ts';

/** Time that grows with a higher power of the size than this is marked. */
const STEEP = 1.25;
/** A server that takes more CPU seconds for one answer is ended; so is one that wants more heap, in MiB. */
const LIMIT = { seconds: 25, heap: 1500 };
/** Below so many seconds an exponent says more about the machine than about us. */
const TELLING = 0.15;

interface GrowthOptions {
  /** Only shapes whose language and name it matches. */
  readonly shapes: RegExp;
  /** In KB. */
  readonly sizes: readonly number[];
}

export const ALL_SHAPES: GrowthOptions = { shapes: /./, sizes: [25, 100, 400] };

const EDITOR: ClientCapabilities = {
  ...PULLING_EDITOR,
  workspace: { ...PULLING_EDITOR.workspace, configuration: false },
  textDocument: {
    ...PULLING_EDITOR.textDocument,
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } },
    completion: { completionItem: { snippetSupport: true } },
  },
};

/** What one server took. */
interface Run {
  /** Seconds by request; fewer where the server did not survive. */
  readonly seconds: ReadonlyMap<string, number>;
  readonly mebibytes: number;
  /** What it had before anything was asked, in MiB. */
  readonly idle: number;
  readonly died: string | undefined;
}

interface Asked {
  readonly name: string;
  readonly ask: (client: LspClient, uri: string, text: string) => Promise<unknown>;
}

const REQUESTS: readonly Asked[] = [
  {
    name: 'diagnostics',
    ask: (client, uri) => answer(client, 'textDocument/diagnostic', { textDocument: { uri } }),
  },
  { name: 'actions', ask: (client, uri, text) => actions(client, uri, text, {}) },
  {
    name: 'fix-all',
    ask: (client, uri, text) => actions(client, uri, text, { only: ['source.fixAll'] }),
  },
  { name: 'inventory', ask: (client) => answer(client, 'qemuMonitorGuard/inventory', {}) },
  { name: 'hover', ask: (client, uri, text) => at(client, 'textDocument/hover', uri, text) },
  {
    name: 'completion',
    ask: (client, uri, text) => at(client, 'textDocument/completion', uri, text),
  },
];

/** Measures shapes of documents, and of workspaces whose scripts bring each other in. */
export async function measureGrowth(options: GrowthOptions = ALL_SHAPES): Promise<void> {
  const shapes = SHAPES.filter((shape) => {
    return options.shapes.test(titleOf(shape));
  });
  const trees = TREES.filter(({ name }) => options.shapes.test(`tree: ${name}`));
  await measureOpen(shapes, options.sizes);
  console.log('\nWorkspaces: seconds of CPU for the review, and the most MiB that the server had');
  for (const tree of trees) {
    const run = await reviewed(tree);
    const seconds = run.seconds.get('review');
    printRow([tree.name, '', told(seconds), `${run.mebibytes}`, run.died ?? '']);
  }
}

async function measureOpen(shapes: readonly Shape[], sizes: readonly number[]): Promise<void> {
  console.log(
    '\nGrowth: seconds of CPU by request, the most MiB that the server had, and had before',
  );
  printRow(['', 'KB', ...REQUESTS.map(({ name }) => name), 'MiB', 'before', '']);
  for (const shape of shapes) {
    const runs: Run[] = [];
    for (const size of sizes) {
      const text = textOfLength(shape, size * 1000);
      const run = await asked(shape.languageId, text);
      runs.push(run);
      const cells = REQUESTS.map(({ name }) => told(run.seconds.get(name)));
      const memory = [`${run.mebibytes}`, `${run.idle}`];
      printRow([titleOf(shape), `${size}`, ...cells, ...memory, run.died ?? '']);
    }
    if (runs.length < 2) continue;
    const [before, last] = runs.slice(-2);
    const [size, larger] = sizes.slice(-2);
    const exponents = REQUESTS.map(({ name }) => {
      const [one, other] = [before?.seconds.get(name), last?.seconds.get(name)];
      if (!one || !other || !size || !larger || one < TELLING) return undefined;
      return Math.log(other / one) / Math.log(larger / size);
    });
    if (exponents.every((exponent) => exponent === undefined)) continue;
    const grows = exponents.some((exponent = 0) => exponent > STEEP);
    const cells = exponents.map((exponent) => exponent?.toFixed(2) ?? '');
    printRow(['', 'exponent', ...cells, '', '', grows ? 'faster than the text' : '']);
  }
}

const ENDINGS: Readonly<Record<string, string>> = {
  shellscript: '.sh',
  xml: '.xml',
  'qemu-config': '.cfg',
  'qemu-args': '.args',
  javascript: '.js',
  python: '.py',
  makefile: '.mk',
  yaml: '.yml',
  dockerfile: '.dockerfile',
  systemd: '.service',
  powershell: '.ps1',
  bat: '.bat',
  markdown: '.md',
};

function titleOf({ languageId, name }: Shape): string {
  return `${(ENDINGS[languageId] ?? '').slice(1)}: ${name}`;
}

/** Row by row, since some take their time. */
function printRow([name = '', size = '', ...cells]: readonly string[]): void {
  const remark = cells.pop() ?? '';
  const columns = cells.map((cell) => cell.padStart(11)).join('');
  console.log(`  ${name.padEnd(44)}${size.padStart(9)}${columns}  ${remark}`.trimEnd());
}

function told(seconds: number | undefined): string {
  return seconds === undefined ? '-' : seconds.toFixed(2);
}

/** Asks all of a document, of a server that knows nothing yet. */
async function asked(languageId: string, text: string): Promise<Run> {
  return inServer(undefined, async (client, note) => {
    const uri = `file:///bench/document${ENDINGS[languageId] ?? ''}`;
    client.open(uri, languageId, text);
    for (const { name, ask } of REQUESTS) await note(name, () => ask(client, uri, text));
  });
}

/** Has a workspace reviewed. */
async function reviewed(tree: Tree): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), 'growth-'));
  for (const [name, text] of tree.files()) writeFileSync(join(folder, name), text);
  try {
    return await inServer(pathToFileURL(folder).href, async (client, note) => {
      await note('review', async () => {
        client.hold('workspace/diagnostic', {
          previousResultIds: [],
          partialResultToken: 'found',
          workDoneToken: 'done',
        });
        while (!client.log.some(isEnd)) await turnOf(client);
        // What it found is told behind that.
        await atRest(client);
        if (client.log.some(isGivenUp)) throw new Error('The server gave the file up');
      });
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function isEnd({ method, params }: LspClient['log'][number]): boolean {
  if (method !== '$/progress') return false;
  const { token, value } = params as { token: string; value: { kind?: string } };
  return token === 'done' && value.kind === 'end';
}

/** Whether the file was too much, so that another server went on without it. */
function isGivenUp({ method, params }: LspClient['log'][number]): boolean {
  if (method !== 'window/logMessage') return false;
  return (params as { message: string }).message.includes('is not checked any more');
}

async function turnOf({ child }: LspClient): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) throw new Error('The server has ended');
  await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Waits until none of the server's threads has had anything to do for a while, however busy the machine is. */
async function atRest(client: LspClient): Promise<void> {
  const { pid } = client.child;
  for (let looks = 0, before = Number.NaN; looks < 25; looks++) {
    await turnOf(client);
    const now = cpuSeconds(pid);
    if (isRunning(pid) || now !== before) looks = 0;
    before = now;
  }
}

/** Whether a thread of a process runs, or would if it had its turn. */
function isRunning(pid: number | undefined): boolean {
  const tasks = `/proc/${pid}/task`;
  return readdirSync(tasks).some((task) => {
    return /\) [RD] /.test(readFileSync(join(tasks, task, 'stat'), 'utf8'));
  });
}

/** The answer to a request, however long it takes. */
function answer(client: LspClient, method: string, params: object): Promise<unknown> {
  return client.hold(method, params).answer;
}

function actions(client: LspClient, uri: string, text: string, context: object): Promise<unknown> {
  return answer(client, 'textDocument/codeAction', {
    textDocument: { uri },
    range: whole(text),
    context: { diagnostics: [], ...context },
  });
}

type Note = (name: string, work: () => Promise<unknown>) => Promise<void>;

async function inServer(
  rootUri: string | undefined,
  work: (client: LspClient, note: Note) => Promise<void>,
): Promise<Run> {
  const seconds = new Map<string, number>();
  const heap = `--max-old-space-size=${LIMIT.heap}`;
  const options = { ...OUR_SERVER, nodeFlags: [heap], capabilities: EDITOR };
  const client = await startClient(rootUri === undefined ? options : { ...options, rootUri });
  const { pid } = client.child;
  let late: string | undefined;
  let mebibytes = 0;
  // What it does of its own once it has started is not asked here.
  await atRest(client);
  const idle = peakMebibytes(pid);
  const look = setInterval(() => {
    mebibytes = Math.max(mebibytes, peakMebibytes(pid));
  }, 250);
  try {
    await work(client, async (name, ask) => {
      const before = cpuSeconds(pid);
      const timer = setInterval(() => {
        if (cpuSeconds(pid) - before < LIMIT.seconds) return;
        late = `more than ${LIMIT.seconds} s for ${name}`;
        mebibytes = peakMebibytes(pid);
        client.child.kill('SIGKILL');
      }, 250);
      try {
        await ask();
        seconds.set(name, cpuSeconds(pid) - before);
      } finally {
        clearInterval(timer);
      }
    });
    mebibytes = Math.max(mebibytes, peakMebibytes(pid));
    await client.kill();
    return { seconds, mebibytes, idle, died: undefined };
  } catch (error) {
    await client.kill();
    const reason = error instanceof Error ? error.message : String(error);
    const died = /heap out of memory/.test(reason) ? `more than ${LIMIT.heap} MiB of heap` : reason;
    return { seconds, mebibytes, idle, died: late ?? died.slice(0, 100) };
  } finally {
    clearInterval(look);
  }
}

function whole(text: string) {
  return { start: { line: 0, character: 0 }, end: { line: text.split('\n').length, character: 0 } };
}

/** Asks about a place in the middle: inside of an address, where there is one. */
function at(client: LspClient, method: string, uri: string, text: string): Promise<unknown> {
  const middle = text.indexOf('tcp', text.length / 2);
  const offset = middle === -1 ? Math.floor(text.length / 2) : middle + 2;
  const before = text.slice(0, offset).split('\n');
  const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  return answer(client, method, { textDocument: { uri }, position });
}
