/** What the oracles of scripts have in common: our reading beside what a shell made of it, and fixing all. */
import assert from 'node:assert/strict';
import { lowerShell } from '../../server/src/invocation/from-shell.ts';
import { readShell } from '../../server/src/syntax/shell/reader.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import { isKnown } from '../../server/src/text/mapped-text.ts';
import { analyzeText, fixesOf } from '../support/check.ts';

/**
 * Asserts that the commands and words we read are those that a shell recorded; unknown ones may be any. Options that a
 * script exports for others are no command.
 */
export function assertRecorded(script: string, recorded: readonly (readonly string[])[]): void {
  const invocations = lowerShell(readShell(script)).filter(({ partial }) => partial !== 'fragment');
  assert.equal(invocations.length, recorded.length, `commands in\n${script}`);
  for (const [index, argv] of recorded.entries()) {
    const words = invocations[index]?.words ?? [];
    assert.equal(words.length, argv.length, `words in\n${script}`);
    for (const [position, word] of words.entries()) {
      if (isKnown(word.value)) assert.equal(word.value.decoded, argv[position], script);
    }
  }
}

/** The script after the first fix of each finding in turn; asserts that none is left after a few. */
export function fixScript(script: string): string {
  let text = script;
  for (let round = 0; round < 3; round++) {
    const analysis = analyzeText(text);
    const [finding] = analysis.findings;
    if (finding === undefined) break;
    const [fix] = fixesOf(analysis, finding);
    assert.ok(fix, `no fix in\n${text}`);
    text = applyEdits(text, fix.edits) ?? assert.fail();
  }
  assert.deepEqual(analyzeText(text).findings, [], text);
  return text;
}
