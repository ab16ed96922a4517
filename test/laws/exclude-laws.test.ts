/**
 * What is excluded is told in two ways: by the analysis of a document, and by the walk through all files, which
 * has one matcher for our patterns, those of VS Code and those of git. Both mean the same by a pattern.
 */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { globProblem, matchesGlob } from '../../server/src/service/settings/glob.ts';
import {
  enterFolder,
  readIgnoreList,
  verdictOf,
} from '../../server/src/workspace/walk/ignore-list.ts';
import { globLines } from '../../server/src/workspace/walk/left-out.ts';
import { readSettingSchemas } from '../support/repository.ts';

const name = fc.stringMatching(/^[ab.][ab .]{0,2}[ab]$|^[ab]$/);
const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join('/'));
const part = fc.oneof(
  name,
  fc.constant('*'),
  fc.constant('**'),
  fc.stringMatching(/^[ab*?]{1,3}$/),
);
const pattern = fc
  .tuple(fc.array(part, { minLength: 1, maxLength: 4 }), fc.constantFrom('', '/'))
  .map(([parts, end]) => parts.join('/') + end)
  // Nobody writes three in a row, and git does not say what it means by them.
  .filter((text) => globProblem(text) === undefined && !text.includes('***'));

/** Whether a walk leaves out a file, or a folder on the way to it. */
function isIgnored(lines: readonly string[], file: string): boolean {
  let state = readIgnoreList(lines).start;
  const names = file.split('/');
  return names.some((name, index) => {
    const isHere = verdictOf(state, name, index < names.length - 1) === true;
    state = enterFolder(state, name);
    return isHere;
  });
}

it('a pattern excludes the same files from the analysis and from the walk', () => {
  const matched = { yes: 0, no: 0 };
  fc.assert(
    fc.property(pattern, path, (glob, file) => {
      const own = matchesGlob(glob, file);
      const walked = isIgnored(globLines([glob]), file);
      assert.equal(own, walked, `${glob} and ${file}`);
      matched[own ? 'yes' : 'no']++;
    }),
    { numRuns: 3000 },
  );
  assert.ok(matched.yes > 300 && matched.no > 300, JSON.stringify(matched));
});

it('VS Code marks in the settings just the patterns that the server leaves out', () => {
  const written = readSettingSchemas()['qemuMonitorGuard.exclude']?.items?.pattern;
  assert.ok(written);
  const expression = new RegExp(written);
  const text = fc.array(fc.constantFrom(...'ab/.*?!~\\{}[]:'), { maxLength: 7 });
  fc.assert(
    fc.property(
      text.map((characters) => characters.join('')),
      (glob) => assert.equal(expression.test(glob), globProblem(glob) === undefined, glob),
    ),
    { numRuns: 3000 },
  );
});
