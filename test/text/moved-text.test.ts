import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lowerReadConfig, placedConfig } from '../../server/src/invocation/from-readconfig.ts';
import { readConfig } from '../../server/src/syntax/readconfig/reader.ts';
import { placementAt } from '../../server/src/syntax/shell/placement.ts';
import { mappedText, type Piece } from '../../server/src/text/mapped-text.ts';
import { movedText } from '../../server/src/text/moved-text.ts';
import { movedSpan } from '../../server/src/text/span.ts';
import { encodingsOf } from '../support/encodings.ts';

describe('moving', () => {
  it('moves every place of a text, and none of its characters', () => {
    const use = {
      at: { start: 5, end: 9 },
      source: '$MON',
      encodings: encodingsOf('bare'),
      definition: undefined,
    };
    const piece: Piece = {
      kind: 'known',
      text: 'tcp',
      at: { start: 1, end: 4 },
      verbatim: true,
      encodings: encodingsOf('bare'),
      through: [{ ...use, definition: { start: 2, end: 3 } }],
      definition: { start: 0, end: 4 },
      defaultOf: use,
      branch: undefined,
    };
    const moved = movedText(mappedText([piece]), 100);
    const movedUse = { ...use, at: { start: 105, end: 109 } };
    assert.deepEqual(moved, {
      decoded: 'tcp',
      pieces: [
        {
          ...piece,
          at: { start: 101, end: 104 },
          through: [{ ...movedUse, definition: { start: 102, end: 103 } }],
          definition: { start: 100, end: 104 },
          defaultOf: movedUse,
        },
      ],
      starts: [0],
      place: { start: 101, end: 101 },
    });
    assert.deepEqual(movedSpan({ start: 1, end: 1 }, 7), { start: 8, end: 8 });
  });

  it('of a config file is the same as reading it behind as many characters', () => {
    const text = `# note
[chardev "mon0"]
  backend = "socket"
  host = 0.0.0.0
  port
 # no comment
[mon]
  chardev = "open
`;
    const before = '\n'.repeat(64);
    const [alone, behind] = [text, before + text].map((of) => lowerReadConfig(readConfig(of)));
    // What is nowhere need not be said.
    const said = (one: unknown): unknown => JSON.parse(JSON.stringify(one));
    const moved = alone && placedConfig(alone, placementAt(before.length));
    assert.deepEqual(said(moved), said(behind));
  });
});
