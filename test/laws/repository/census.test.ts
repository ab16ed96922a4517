/** The census switches readings off by texts of the sources; without them it would only fail when somebody runs it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { SWITCHES } from '../../../bench/census/switches.ts';

const INVOCATION = join(import.meta.dirname, '../../../server/src/invocation');

it('every reading of the census is in the sources', () => {
  assert.ok(SWITCHES.length > 20);
  for (const [file, text] of SWITCHES) {
    assert.ok(readFileSync(join(INVOCATION, file), 'utf8').includes(text), `${file}: ${text}`);
  }
});
