/** Loops over the lines of an input: a list of machines in a here-document, say. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LIMITS } from '../../server/src/text/limits.ts';
import { check, checkSilent } from '../support/check.ts';
import { lines } from '../support/shell-lines.ts';

const LIST = '<<E\na 1\nb 2\nE\n';

describe('a loop over lines', () => {
  const table: Readonly<Record<string, readonly [script: string, ...expected: string[]]>> = {
    'of a here-document': [`while read -r N P; do kvm $N:$P; done ${LIST}`, 'a:1', 'b:2'],
    'of a here-string': ['while read N; do kvm $N; done <<< "a"; kvm "<$N>"', 'a', '<>'],
    'of a pipe': ["printf 'a\\nb\\n' | while read N; do kvm $N; done", 'a', 'b'],
    'of a pipe whose last line has no end': ["printf 'a\\nb' | while read N; do kvm $N; done", 'a'],
    'of a file that was written': [
      'printf "a\\nb\\n" >f; while read N; do kvm $N; done <f',
      ...['a', 'b'],
    ],
    'with another separator': [`while IFS=' ' read -r N P; do kvm $P; done ${LIST}`, '1', '2'],
    'up to a last one without an end': [
      `while read -r N || [ -n "$N" ]; do kvm "$N"; done ${LIST}`,
      ...['a 1', 'b 2'],
    ],
    'without an end of its own': [
      'printf \'a\\nb\' | while read -r N || [ -n "$N" ]; do kvm $N; done',
      ...['a', 'b'],
    ],
    'that leaves empty variables': [
      `while read -r N P; do :; done ${LIST}kvm "<$N>" "\${P:-none}"`,
      '<> none',
    ],
    'that grows something': [`while read N P; do A="$A-$P"; done ${LIST}kvm "$A"`, '?-1-2'],
    'that is left early': [`while read N P; do kvm $N; break; done ${LIST}kvm $P`, 'a', '1'],
    'that goes on early': [
      `while read N P; do [ $P = 1 ] && continue; kvm $N; done ${LIST}`,
      ...['a', 'b'],
    ],
    'of which its body reads some': [
      `while read N P; do read M; kvm $N "$M"; done ${LIST}`,
      'a b 2',
    ],
    'with an unknown one': ['while read N; do kvm "<$N>"; done <<E\na\n$1\nE\n', ...['<a>', '<?>']],
    'of the user': ['while read N; do kvm "<$N>"; done', '<?>'],
  };
  for (const [title, [script, ...expected]] of Object.entries(table)) {
    it(title, () => assert.deepEqual(lines(script), expected));
  }

  it('is followed for some dozens of them', () => {
    const many = Array.from({ length: LIMITS.steps + 1 }, (_, index) => `m${index}\n`);
    const found = lines(`while read N; do kvm $N; done <<E\n${many.join('')}E\n`);
    assert.ok(found.includes(`m${LIMITS.steps - 1}`) && found.includes('?'), found.join(' '));
  });

  it('has findings in its lines, and none for those that are harmless', () => {
    check(`
while read -r name monitor; do
  kvm -name "$name" -monitor "$monitor" &
done <<EOF
a unix:/run/lab/a.sock,server
b tcp::4444,server
  ^^^^^^^^^ error monitor-on-network
c none
EOF
`);
    checkSilent(`
while read -r host port; do nc "$host" "$port"; done <<< "127.0.0.1 22"
while read -r name; do kvm -name "$name" -monitor stdio; done <<EOF
a
b
EOF
`);
  });
});
