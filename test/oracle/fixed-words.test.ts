/**
 * bash runs random scripts after each fix that writes no path: they start the commands that we read, and after a removal
 * only the monitor is gone.
 */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import fc from 'fast-check';
import { applyEdits } from '../../server/src/text/edit.ts';
import { inString, launchScript } from '../support/arbitraries.ts';
import { analyzeText, fixesOf } from '../support/check.ts';
import { recorder } from '../support/recorder.ts';
import { assertRecorded } from './script-checks.ts';

/** Always the same: a change must not fail for a script that it has nothing to do with. */
const SAMPLE = { seed: 20261125, numRuns: 120 };

/** Programs that would have to be there, and users. */
const OTHERS = /\b(?:sudo|ssh|su) /;

const shell = recorder();
after(() => shell.close());

function sample(scripts: fc.Arbitrary<string>): readonly string[] {
  return fc.sample(scripts, SAMPLE).filter((script) => !OTHERS.test(script));
}

/** Checks all fixes of a script; answers how many there were. */
function checkFixes(source: string): number {
  const before = shell.run(source);
  // An array in the string is nothing for dash, which may be the other shell.
  if (before.length === 0) return 0;
  let checked = 0;
  const analysis = analyzeText(source);
  for (const finding of analysis.findings) {
    for (const { title, edits } of fixesOf(analysis, finding)) {
      // The directory of these tests has a blank in it, which divides a string that is not quoted.
      if (edits.some(({ text }) => text.includes('XDG_RUNTIME_DIR'))) continue;
      const fixed = applyEdits(source, edits) ?? assert.fail(title);
      const recorded = shell.run(fixed);
      assertRecorded(fixed, recorded);
      checked++;
      if (!title.startsWith('Remove')) continue;
      for (const [index, words] of recorded.entries()) {
        const none = words.join(' ').indexOf('-monitor none');
        const rest = none === -1 ? words : words.filter((word) => word !== 'none');
        assert.ok(isPartOf(rest, before[index] ?? [], none !== -1), `${source}\n${fixed}`);
      }
    }
  }
  return checked;
}

/** Whether one list is the other without some of its items; `-monitor` may have come for `-qmp`. */
function isPartOf(part: readonly string[], whole: readonly string[], hasNone: boolean): boolean {
  let position = 0;
  for (const item of whole) {
    if (hasNone && part[position] === '-monitor' && item === '-qmp') position++;
    else if (part[position] === item) position++;
    else if (hasNone && part[position] === '-monitor' && item === '-mon') position++;
  }
  return position === part.length;
}

describe('bash starts the commands that are read in a fixed script', () => {
  it('with options from lists and strings', () => {
    const checked = sample(launchScript).reduce((sum, script) => sum + checkFixes(script), 0);
    assert.ok(checked > SAMPLE.numRuns);
  });

  it('with a command in a string for another shell', () => {
    const scripts = sample(inString(launchScript));
    const checked = scripts.reduce((sum, script) => sum + checkFixes(script), 0);
    assert.ok(checked > SAMPLE.numRuns / 2);
  });
});
