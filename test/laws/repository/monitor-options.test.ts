/** A new option for monitors is one row: no other source has a list of their names. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { filesBelow, readRepositoryFile } from '../../support/repository.ts';

it('the names of options for monitors stand in one table, and with their sentences', () => {
  const naming = filesBelow('server/src').filter((path) => {
    return readRepositoryFile(path).includes('qmp-pretty');
  });
  assert.deepEqual(naming.toSorted(), [
    'server/src/invocation/monitor-options.ts',
    'server/src/qemu/docs/option-docs.ts',
    // A reader of words that any program is given; syntax sees no table of QEMU's.
    'server/src/syntax/ports/port-places.ts',
  ]);
});
