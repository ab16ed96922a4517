/** How long the server takes from its start to the answer to `initialize`, beside an empty one. */
import { connectOverStdio, PULLING_EDITOR } from '../test/support/lsp-client.ts';
import { BUNDLES, OUR_SERVER } from './bundles.ts';
import { median, milliseconds, printTable, quantile } from './statistics.ts';

const ROUNDS = 30;

export async function measureStart(): Promise<void> {
  const ours: number[] = [];
  const empty: number[] = [];
  // One of each for the caches of the file system, then in turn: the machine has other things to do.
  await startOnce(BUNDLES.server);
  await startOnce(BUNDLES.emptyServer);
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(await startOnce(BUNDLES.server));
    empty.push(await startOnce(BUNDLES.emptyServer));
  }
  console.log(`\nStart to the answer to initialize, ${ROUNDS} rounds in turn`);
  printTable([
    ['', 'median', 'fastest', 'p95'],
    ['this server', ...numbers(ours)],
    ['an empty vscode-languageserver', ...numbers(empty)],
    ['this server, of the empty one', `${((median(ours) / median(empty)) * 100).toFixed(0)} %`],
  ]);
}

function numbers(values: readonly number[]): readonly string[] {
  return [median(values), Math.min(...values), quantile(values, 0.95)].map(milliseconds);
}

async function startOnce(server: string): Promise<number> {
  const begin = performance.now();
  const client = connectOverStdio({ ...OUR_SERVER, server });
  await client.request('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: PULLING_EDITOR,
  });
  const taken = performance.now() - begin;
  await client.stop();
  return taken;
}
