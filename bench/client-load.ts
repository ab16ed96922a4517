/**
 * How long the client bundle takes to load, with a stand-in for the module `vscode`. Each load is a
 * process of its own; what Node takes to start is not counted.
 */
import { execFileSync } from 'node:child_process';
import { BUNDLES } from './bundles.ts';
import { isLoud, median, milliseconds, printTable, quantile } from './statistics.ts';

const ROUNDS = 20;

/** Classes that can be extended and functions that can be called: nothing is done on loading. */
const LOAD = `
const Module = require('node:module');
const anything = () => new Proxy(class {}, { get: (of, key) => (key in of ? of[key] : anything()) });
const vscode = new Proxy({ version: '1.91.0' }, { get: (of, key) => of[key] ?? anything() });
const load = Module._load;
Module._load = (name, ...rest) => (name === 'vscode' ? vscode : load(name, ...rest));
const begin = performance.now();
const { activate, deactivate } = require(process.argv[1]);
const taken = performance.now() - begin;
if (!activate || !deactivate) throw new Error('The bundle is no extension');
process.stdout.write(String(taken));
`;

export function measureClientLoad(): void {
  const ours: number[] = [];
  const empty: number[] = [];
  for (let round = -1; round < ROUNDS; round++) {
    const [one, other] = [loadOnce(BUNDLES.client), loadOnce(BUNDLES.emptyClient)];
    if (round < 0) continue;
    ours.push(one);
    empty.push(other);
  }
  console.log(`\nLoading the client, ${ROUNDS} rounds in turn`);
  printTable([
    ['', 'median', 'p95'],
    ['this client', ...[median(ours), quantile(ours, 0.95)].map(milliseconds)],
    ['an empty vscode-languageclient', ...[median(empty), quantile(empty, 0.95)].map(milliseconds)],
    ['more than that', milliseconds(median(ours) - median(empty))],
  ]);
  if (isLoud(empty)) console.log('  The machine was too loud.');
}

function loadOnce(bundle: string): number {
  const output = execFileSync(process.execPath, ['-e', LOAD, bundle], { encoding: 'utf8' });
  return Number(output);
}
