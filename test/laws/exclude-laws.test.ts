/** Which patterns may stand in the settings. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { globProblem } from '../../server/src/service/settings/glob.ts';
import { readSettingSchemas } from '../support/repository.ts';

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
