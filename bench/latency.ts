/**
 * How long an editor waits for diagnostics over LSP: from opening a document, and from typing one
 * character in its middle, to the answer.
 */
import { startClient } from '../test/support/lsp-client.ts';
import { OUR_SERVER } from './bundles.ts';
import { type GeneratedDocument, generate, KINDS } from './generate.ts';
import { median, milliseconds, printTable, quantile } from './statistics.ts';

const SIZES = [
  { lines: 100, rounds: 60 },
  { lines: 1000, rounds: 40 },
  { lines: 10_000, rounds: 15 },
];

export async function measureLatency(): Promise<void> {
  console.log(
    '\nWaiting for diagnostics; `first` is the first document of a server just started, and',
  );
  console.log('`first key` the first after opening, which has more gone through beside it');
  const rows = [['', 'KiB', 'found', 'first', 'open', 'p95', 'first key', 'key', 'p95']];
  for (const [name, kind] of Object.entries(KINDS)) {
    for (const { lines, rounds } of SIZES) {
      const document = generate(kind, lines);
      rows.push([`${name}, ${lines} lines`, ...(await measureDocument(document, rounds))]);
    }
  }
  printTable(rows);
}

async function measureDocument(
  { languageId, extension, text }: GeneratedDocument,
  rounds: number,
): Promise<readonly string[]> {
  const client = await startClient(OUR_SERVER);
  const opening: number[] = [];
  const firstKeys: number[] = [];
  const keys: number[] = [];
  let found = 0;
  const line = Math.floor(text.split('\n').length / 2);
  for (let round = 0; round < rounds; round++) {
    const uri = `file:///bench/${round}.${extension}`;
    opening.push(
      await timed(async () => {
        client.open(uri, languageId, text);
        found = (await client.diagnostics(uri)).length;
      }),
    );
    for (let version = 2; version < 6; version++) {
      const place = { line, character: 0 };
      const typed = { range: { start: place, end: place }, text: ' ' };
      const took = await timed(async () => {
        client.change(uri, version, [typed]);
        await client.diagnostics(uri);
      });
      (version === 2 ? firstKeys : keys).push(took);
    }
    client.close(uri);
  }
  await client.stop();
  // What a server does for the first time it does slowly; that is told apart.
  const [first = Number.NaN, ...open] = opening;
  const opened = [median(open), quantile(open, 0.95)];
  const typed = [median(firstKeys), median(keys), quantile(keys, 0.95)];
  const sizes = [`${Math.round(text.length / 1024)}`, `${found}`];
  return [...sizes, ...[first, ...opened, ...typed].map(milliseconds)];
}

async function timed(run: () => Promise<void>): Promise<number> {
  const begin = performance.now();
  await run();
  return performance.now() - begin;
}
