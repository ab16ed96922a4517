/** What the commands of a script become, as lines that are easy to read in a test. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { lowerShell } from '../../server/src/invocation/from-shell.ts';
import { readShell } from '../../server/src/syntax/shell/reader.ts';

/**
 * The lines that the commands of a script become, with `?` for each unknown piece and `empty` for each empty
 * word; with `every` whatever is said.
 */
export function lines(script: string, { every = false, empty = '' } = {}): readonly string[] {
  return lowerShell(readShell(script), { every }).map(({ words }) =>
    words.map(({ value }) => value.decoded.replaceAll('\uFFFC', '?') || empty).join(' '),
  );
}

/** The programs that a script starts with their words, `kvm -S`; `?` for each unknown piece. */
export function startedBy(script: string): readonly string[] {
  return lowerShell(readShell(script)).map(({ program, words }) =>
    [program, ...words.map((word) => word.value.decoded.replaceAll('\uFFFC', '?'))].join(' '),
  );
}

/** All lines, with quotes for each empty word. */
export function everyLine(script: string): readonly string[] {
  return lines(script, { every: true, empty: "''" });
}

/** A test for each title, whose script becomes the lines behind it. */
export function checkTable(
  read: (script: string) => readonly string[],
  table: Readonly<Record<string, readonly [script: string, ...expected: string[]]>>,
): void {
  for (const [title, [script, ...expected]] of Object.entries(table)) {
    it(title, () => assert.deepEqual(read(script), expected));
  }
}
