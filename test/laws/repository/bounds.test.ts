/** All bounds stand in one table, with what is lost beyond each. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TABLE } from '../../../server/src/text/limits.ts';
import { filesBelow, readRepositoryFile } from '../../support/repository.ts';

/** Rooms that read and analyse; others have sizes of messages, caches and times to wait. */
const ROOMS = ['syntax', 'invocation', 'languages', 'qemu', 'rules'];
/** Beyond these nothing is lost: margins of a page, parts of names, when records pay. */
const OTHERS = [
  'invocation/make/include-graph.ts MAX_RECORDS',
  'invocation/make/include-graph.ts MIN_FILES',
  'languages/markup/index.ts MAX_MARGIN',
  'languages/shell/removed-words.ts MAX_NAME',
  'invocation/shell/script-facts.ts MIN_PART',
  'invocation/shell/script-facts.ts MAX_BESIDE',
];

describe('the bounds', () => {
  it('are at most 60, each with what is lost', () => {
    const rows = Object.entries(TABLE);
    assert.ok(rows.length <= 60, `${rows.length}`);
    for (const [name, { value, loses }] of rows) assert.ok(value > 1 && loses.length > 10, name);
  });

  it('stand in no other file', () => {
    const found = ROOMS.flatMap((room) => {
      return filesBelow(`server/src/${room}`).flatMap((path) => {
        const declared = readRepositoryFile(path).matchAll(
          /^(?:export )?const ((?:MAX|MIN|FEW|LONG|MANY|MOST)_[A-Z_]+)(?:: number)? = [\d(]/gm,
        );
        return [...declared].map(([, name]) => `${path.slice('server/src/'.length)} ${name}`);
      });
    });
    assert.deepEqual(found.toSorted(), OTHERS.toSorted());
  });
});
