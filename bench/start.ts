/**
 * How long the server takes from its start to the answer to `initialize`, beside an empty one, and what the first
 * document of a server takes beside the second.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { connectOverStdio, PULLING_EDITOR, startClient } from '../test/support/lsp-client.ts';
import { BUNDLES, FOLDER, OUR_SERVER } from './bundles.ts';
import { shellScript } from './generate.ts';
import { isLoud, median, milliseconds, printTable, quantile } from './statistics.ts';

const ROUNDS = 30;
const ROUNDS_WITH_DOCUMENTS = 15;
/** How many lines the documents have. */
const LINES = 200;
/** How long a server is left alone before the first one, in milliseconds. */
const IDLE = 3000;

/** As VS Code's client has it: what Node has compiled is kept from one start to the next. */
const CACHED = { NODE_COMPILE_CACHE: join(FOLDER, 'compiled') };

export async function measureStart(): Promise<void> {
  rmSync(CACHED.NODE_COMPILE_CACHE, { recursive: true, force: true });
  mkdirSync(CACHED.NODE_COMPILE_CACHE, { recursive: true });
  const servers = [
    { name: 'an empty vscode-languageserver', server: BUNDLES.emptyServer, env: {} },
    { name: 'this server', server: BUNDLES.server, env: {} },
    { name: 'this server, once Node has kept it', server: BUNDLES.server, env: CACHED },
  ].map((one) => ({ ...one, times: [] as number[] }));
  // One of each for the caches of the file system, then in turn: the machine has other things to do.
  for (const one of servers) await startOnce(one);
  for (let round = 0; round < ROUNDS; round++) {
    for (const one of servers) one.times.push(await startOnce(one));
  }
  const [empty] = servers;
  const floor = empty?.times ?? [];
  console.log(`\nStart to the answer to initialize, ${ROUNDS} rounds in turn`);
  printTable([
    ['', 'median', 'quartiles', 'of the empty one'],
    ...servers.map(({ name, times }) => [name, ...spread(times), ratio(times, floor)]),
  ]);
  if (isLoud(floor))
    console.log('  The machine was too loud: the empty server took now this, now that.');
  await measureFirstDocument();
}

async function measureFirstDocument(): Promise<void> {
  const kinds = [
    { name: 'opened at once', idle: 0 },
    { name: `opened after ${IDLE / 1000} s`, idle: IDLE },
  ].map((one) => ({ ...one, first: [] as number[], second: [] as number[] }));
  for (let round = 0; round < ROUNDS_WITH_DOCUMENTS; round++) {
    for (const { idle, first, second } of kinds) {
      const client = await startClient({ ...OUR_SERVER, env: CACHED });
      await new Promise((resolve) => setTimeout(resolve, idle));
      first.push(await openOnce(client, 'file:///bench/first.sh'));
      second.push(await openOnce(client, 'file:///bench/second.sh'));
      await client.stop();
    }
  }
  console.log(
    `\nDiagnostics of a script of ${LINES} lines, ${ROUNDS_WITH_DOCUMENTS} rounds in turn`,
  );
  printTable([
    ['', 'first', 'quartiles', 'second', 'quartiles', 'first of the second'],
    ...kinds.map(({ name, first, second }) => {
      return [name, ...spread(first), ...spread(second), ratio(first, second)];
    }),
  ]);
}

async function openOnce(
  client: Awaited<ReturnType<typeof startClient>>,
  uri: string,
): Promise<number> {
  const begin = performance.now();
  client.open(uri, 'shellscript', shellScript(LINES).text);
  await client.diagnostics(uri);
  return performance.now() - begin;
}

/** The median and the quartiles. */
function spread(times: readonly number[]): readonly string[] {
  const quartiles = [quantile(times, 0.25), quantile(times, 0.75)].map(milliseconds);
  return [milliseconds(median(times)), quartiles.join(' to ')];
}

function ratio(times: readonly number[], floor: readonly number[]): string {
  return `× ${(median(times) / median(floor)).toFixed(2)}`;
}

async function startOnce({
  server,
  env,
}: {
  readonly server: string;
  readonly env: Readonly<Record<string, string>>;
}): Promise<number> {
  const begin = performance.now();
  const client = connectOverStdio({ ...OUR_SERVER, server, env });
  await client.request('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: PULLING_EDITOR,
  });
  const taken = performance.now() - begin;
  await client.stop();
  return taken;
}
