/** A byte order mark in front of a script hides nothing of it, and no comment that is written below or beside it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ignoreActions } from '../../../server/src/service/suppression/ignore-finding.ts';
import { applyEdits } from '../../../server/src/text/edit.ts';
import { analyzeText, pathOf, shownIn } from '../../support/check.ts';

const MONITORS = 'kvm -monitor tcp::1,server\nkvm -qmp tcp::2,server\n';

for (const [what, beginning] of [
  ['nothing else', ''],
  ['a first line that says who runs it', '#!/bin/sh\n'],
  ['a comment', '# hello\n'],
  ['an empty line', '\n'],
] as const) {
  test(`behind a byte order mark and ${what}, ignoring a finding has an effect`, () => {
    const text = `\ufeff${beginning}${MONITORS}`;
    const all = shownIn(text);
    assert.equal(all.length, 2);
    for (const [place, left] of [
      ['ignore-here', 1],
      ['ignore-in-file', 0],
    ] as const) {
      const actions = all.flatMap((one) =>
        ignoreActions(pathOf({}), one, all, [analyzeText(text)]),
      );
      const action = actions.find(({ title }) =>
        title.includes(place === 'ignore-here' ? 'here' : 'file'),
      );
      assert.ok(action, place);
      const ignored = (applyEdits(text, action.edits) ?? '').replace('say why', 'in a lab');
      assert.equal(shownIn(ignored).length, left, ignored);
    }
  });
}
