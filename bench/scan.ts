/**
 * How long a review of a whole workspace takes, how much memory, and how long a key takes
 * meanwhile; beside bash-language-server, which goes through the same scripts, and programs that do no more than to read the
 * same files, and to parse the scripts.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  connectOverStdio,
  type LspClient,
  PULLING_EDITOR,
  startClient,
} from '../test/support/lsp-client.ts';
import { OUR_SERVER } from './bundles.ts';
import { cpuSeconds, peakMebibytes } from './processes.ts';
import { milliseconds, printTable, quantile } from './statistics.ts';
import { anyFile, launchScript, makeTree } from './trees.ts';

const CACHE = fileURLToPath(new URL('../.cache/bench/', import.meta.url));
export const PEER = 'bash-language-server@5.8.1';
const SCRIPTS = 5000;
const FILES = 100_000;

/** An editor that asks for the diagnostics of the whole workspace. */
const REVIEWING_EDITOR = {
  ...PULLING_EDITOR,
  workspace: {
    ...PULLING_EDITOR.workspace,
    configuration: false,
    didChangeWatchedFiles: { dynamicRegistration: true },
  },
};

export async function measureScan(): Promise<void> {
  const scripts = makeTree(join(CACHE, 'scripts'), SCRIPTS, launchScript);
  const files = makeTree(join(CACHE, 'files'), FILES, anyFile);
  console.log(`\nReview of a workspace, from the start of the server; ${SCRIPTS} launch scripts`);
  const rows = [['', 'seconds', 'CPU seconds', 'MiB at most', 'found', 'typing', 'p99', 'longest']];
  const ours = await reviewed(scripts, SCRIPTS, false);
  const peers = await analyzedByPeer(scripts);
  rows.push(['this server', ...ours]);
  rows.push(['the same, while typing', ...(await reviewed(scripts, SCRIPTS, true))]);
  rows.push(['read and parsed, and no more', ...floor(scripts, '--parsed')]);
  rows.push([PEER, ...peers]);
  rows.push([
    `times ${PEER}`,
    ...peers.map((peer, at) => (Number(ours[at]) / Number(peer)).toFixed(2)),
  ]);
  rows.push([
    `this server, ${FILES} files of all kinds`,
    ...(await reviewed(files, FILES / 100, false)),
  ]);
  rows.push(['read, and no more', ...floor(files)]);
  rows.push(['the same, while typing', ...(await reviewed(files, FILES / 100, true))]);
  printTable(rows);
}

async function reviewed(
  tree: string,
  withFindings: number,
  isTyping: boolean,
): Promise<readonly string[]> {
  const begin = performance.now();
  const rootUri = pathToFileURL(tree).href;
  const client = await startClient({ ...OUR_SERVER, rootUri, capabilities: REVIEWING_EDITOR });
  let isOver = false;
  const typed = isTyping ? type(client, () => isOver) : Promise.resolve([]);
  const found = await untilReviewed(client, withFindings);
  isOver = true;
  const seconds = (performance.now() - begin) / 1000;
  const used = taken(client);
  const waits = await typed;
  await client.stop();
  const typing = waits.length === 0 ? [] : [`${waits.length}`, ...times(waits)];
  return [seconds.toFixed(2), ...used, String(found), ...typing];
}

/**
 * Asks for all that is found in the workspace, and gives how many files have something once the review has ended and so many
 * were told, since the last ones are told behind its end.
 */
async function untilReviewed(client: LspClient, withFindings: number): Promise<number> {
  client.hold('workspace/diagnostic', {
    previousResultIds: [],
    partialResultToken: 'found',
    workDoneToken: 'done',
  });
  let found = 0;
  let isOver = false;
  while (!isOver || found < withFindings) {
    const { params } = await client.next('$/progress');
    const { token, value } = params as { token: string; value: Progress };
    if (token === 'found') found += value.items?.length ?? 0;
    else if (value.kind === 'end') isOver = true;
  }
  return found;
}

interface Progress {
  readonly kind?: string;
  readonly items?: readonly unknown[];
}

function times(waits: readonly number[]): readonly string[] {
  return [quantile(waits, 0.99), Math.max(...waits)].map(milliseconds);
}

/** Types a character every 20 ms, and notes how long the diagnostics take each time. */
async function type(client: LspClient, isOver: () => boolean): Promise<readonly number[]> {
  const waits: number[] = [];
  const [, text] = launchScript(1);
  // Scripts that bring it in are not searched outside the workspace.
  const uri = 'file:///bench/typed.sh';
  client.open(uri, 'shellscript', text);
  await client.diagnostics(uri);
  for (let version = 2; !isOver(); version++) {
    const place = { line: 10, character: 0 };
    const begin = performance.now();
    client.change(uri, version, [{ range: { start: place, end: place }, text: ' ' }]);
    await client.diagnostics(uri);
    waits.push(performance.now() - begin);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return waits;
}

/** How long something took, and how much of the processors, in seconds. */
interface Taken {
  readonly seconds: number;
  readonly cpu: number;
}

function floor(tree: string, ...flags: readonly string[]): readonly string[] {
  const { seconds, cpu } = readTree(tree, ...flags);
  return [seconds.toFixed(2), cpu.toFixed(2)];
}

/** What it takes to go through a tree and read its files, by a program that does little else. */
export function readTree(tree: string, ...flags: readonly string[]) {
  const program = fileURLToPath(new URL('read-tree.ts', import.meta.url));
  const said = execFileSync(process.execPath, [program, tree, ...flags], { encoding: 'utf8' });
  return JSON.parse(said) as Taken & { readonly count: number; readonly bytes: number };
}

/** What a server has had of the processors, which others do not make longer, and of the memory at most. */
function taken({ child }: Pick<LspClient, 'child'>): readonly string[] {
  return [cpuSeconds(child.pid).toFixed(2), String(peakMebibytes(child.pid))];
}

/** bash-language-server has its own way of telling that it has gone through all files: a line in its log. */
export async function analyzedByPeer(tree: string): Promise<readonly string[]> {
  const folder = join(CACHE, 'peers');
  const server = join(folder, 'node_modules/bash-language-server/out/cli.js');
  if (!existsSync(server)) {
    mkdirSync(folder, { recursive: true });
    const install = ['install', '--prefix', folder, '--ignore-scripts', '--no-save', PEER];
    execFileSync('npm', install, { stdio: 'ignore' });
  }
  const begin = performance.now();
  const client = connectOverStdio({ server, serverWords: ['start'], node: process.execPath });
  const rootUri = pathToFileURL(tree).href;
  client.answer('workspace/configuration', () => [
    { backgroundAnalysisMaxFiles: SCRIPTS, shellcheckPath: '', logLevel: 'info' },
  ]);
  await client.request('initialize', {
    processId: process.pid,
    rootUri,
    capabilities: PULLING_EDITOR,
    workspaceFolders: [{ uri: rootUri, name: 'bench' }],
  });
  client.notify('initialized', {});
  for (;;) {
    const { params } = await client.next('window/logMessage');
    const { message } = params as { message: string };
    if (!/BackgroundAnalysis: Completed/.test(message)) continue;
    const seconds = (performance.now() - begin) / 1000;
    const used = taken(client);
    await client.kill();
    return [seconds.toFixed(2), ...used];
  }
}

/** The scripts in a folder, by their names. */
export function scriptsIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:sh|bash)$/.test(name) && !name.includes('node_modules/'))
    .map((name) => join(folder, name));
}
