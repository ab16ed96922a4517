/**
 * What a review of a source tree costs in which nothing is found, beside a program that goes through the same tree and
 * reads the same bytes; in turns, each in a process of its own.
 */
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { startClient } from '../test/support/lsp-client.ts';
import { FOLDER, OUR_SERVER } from './bundles.ts';
import { sourceFile } from './mixed-tree.ts';
import { cpuSeconds } from './processes.ts';
import { REVIEWING_EDITOR, readTree, type Taken, untilReviewed } from './scan.ts';
import { isLoud, median, printTable } from './statistics.ts';
import { makeTree } from './trees.ts';

const FILES = 20_000;
const TURNS = 5;

export async function measureMixed(tree = makeTree(join(FOLDER, 'mixed'), FILES, sourceFile)) {
  const floors: Taken[] = [];
  const lowest: Taken[] = [];
  const reviews: Taken[] = [];
  let read = { count: 0, bytes: 0 };
  // The first one brings the tree into the system's memory.
  readTree(tree);
  for (let turn = 0; turn < TURNS; turn++) {
    const { count, bytes, ...taken } = readTree(tree);
    floors.push(taken);
    lowest.push(readTree(tree, '--at-once'));
    read = { count, bytes };
    reviews.push(await reviewTree(tree));
  }
  const megabytes = (read.bytes / 1e6).toFixed(0);
  console.log(
    `\nReview of ${read.count} files of all languages without QEMU, ${megabytes} MB of them read`,
  );
  const rows = [['', 'seconds', 'CPU seconds']];
  rows.push(['walked and read by threads', ...shown(floors)]);
  rows.push(['walked and read at once', ...shown(lowest)]);
  rows.push(['reviewed by this server', ...shown(reviews)]);
  rows.push(['times the first', ...ratios(reviews, floors)]);
  rows.push(['times the second', ...ratios(reviews, lowest)]);
  printTable(rows);
  if (isLoud(floors.map(({ seconds }) => seconds))) console.log('  The machine was too loud.');
}

const MEASURES = [({ seconds }: Taken) => seconds, ({ cpu }: Taken) => cpu];

function shown(all: readonly Taken[]): readonly string[] {
  return MEASURES.map((of) => median(all.map(of)).toFixed(2));
}

function ratios(all: readonly Taken[], floors: readonly Taken[]): readonly string[] {
  return MEASURES.map((of) => (median(all.map(of)) / median(floors.map(of))).toFixed(2));
}

/** What a server does by itself once it has started is over by then. */
const ALONE_MS = 3_000;

/** From the request to the end of the review, of a server that was left alone for a while. */
async function reviewTree(tree: string): Promise<Taken> {
  const rootUri = pathToFileURL(tree).href;
  const client = await startClient({ ...OUR_SERVER, rootUri, capabilities: REVIEWING_EDITOR });
  await setTimeout(ALONE_MS);
  const { pid } = client.child;
  const before = cpuSeconds(pid);
  const begin = performance.now();
  await untilReviewed(client, 0);
  const seconds = (performance.now() - begin) / 1000;
  const cpu = cpuSeconds(pid) - before;
  await client.stop();
  return { seconds, cpu };
}
