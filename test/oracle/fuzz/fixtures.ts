/**
 * Cases on which QEMU and our model once disagreed, made small, with what QEMU 10.0 did. One a line in
 * `data/fuzz-fixtures.jsonl`; `scripts/fuzz/qemu.ts --keep` adds to it.
 */
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FuzzCase } from './case.ts';
import type { Observation } from './observe.ts';

export interface Fixture extends FuzzCase {
  readonly observation: Observation;
}

const PATH = join(import.meta.dirname, '..', 'data', 'fuzz-fixtures.jsonl');

/** All fixtures, in the order in which they were found. */
export function loadFixtures(): readonly Fixture[] {
  const lines = readFileSync(PATH, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
}

/** Adds one. */
export function keepFixture({ base, args, files, observation }: Fixture): void {
  appendFileSync(PATH, JSON.stringify({ base, args, files, observation }) + '\n');
}

/** A title for a test: the arguments, and the files that they read. */
export function titleOf({ base, args, files }: FuzzCase): string {
  const texts = Object.values(files).map((text) => JSON.stringify(text));
  return [base, ...args, ...texts].join(' ').slice(0, 200);
}
