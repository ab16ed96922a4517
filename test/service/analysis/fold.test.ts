/** What findings of one place come to. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Fix } from '../../../server/src/rules/rule.ts';
import { foldFindings, withOptionsOf } from '../../../server/src/service/analysis/fold.ts';

const AT = { start: 0, end: 1 };
const WORDS = { title: '', risk: '', safety: 'review', changes: [] } as const;

function finding(move: Fix) {
  const fixes = (): readonly Fix[] => [move, { ...WORDS, id: 'deny-spawn', preferred: false }];
  const words = { at: AT, rule: 'monitor-on-network', severity: 'error', message: '' } as const;
  return { ...words, related: [], fixes, move: () => [move] };
}

it('What releases an address is found without the other fixes of a place, and is the same', () => {
  const move: Fix = { ...WORDS, id: 'switch-to-unix', preferred: true };
  const all = [finding(move), finding(move)];
  const [folded] = foldFindings(all, () => '', withOptionsOf);
  const [alone] = foldFindings(
    all.map((one) => ({ ...one, fixes: () => assert.fail('All fixes were made') })),
    () => '',
    withOptionsOf,
  );
  assert.deepEqual(
    folded?.fixes().map(({ id }) => id),
    ['switch-to-unix', 'deny-spawn'],
  );
  assert.deepEqual(alone?.move?.(), folded?.fixes().slice(0, 1));
});
