/** docs/shell-model.md says what the model of the shell is: its keys and its values. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { tableRows } from '../../support/markdown.ts';
import { readRepositoryFile } from '../../support/repository.ts';

const FOLDER = 'server/src/invocation/domain';
const PAGE = readRepositoryFile('docs/shell-model.md');
const ROWS = tableRows(PAGE);

/** What code says between backticks. */
function codeIn(cell: string | undefined): string {
  return /^`([^`]*)`$/.exec(cell ?? '')?.[1] ?? '';
}

describe('docs/shell-model.md', () => {
  it('has every kind of key', () => {
    const source = readRepositoryFile(`${FOLDER}/keys.ts`);
    const kinds = [...source.matchAll(/`\\0(\w+) \$\{|'\\0(\w+)'/g)].map(
      ([, one, other]) => one ?? other,
    );
    const told = ROWS.filter((row) => row.length === 2).map(([kind]) => codeIn(kind));
    assert.ok(kinds.length > 4, `${kinds}`);
    for (const kind of kinds) assert.ok(kind && told.includes(kind), kind);
  });

  it('has every kind of value', () => {
    const source = readRepositoryFile(`${FOLDER}/values.ts`);
    const kinds = [...source.matchAll(/readonly kind: '(\w+)'/g)].map(([, kind]) => kind);
    const told = ROWS.filter((row) => row.length === 2).map(([kind]) => codeIn(kind));
    assert.ok(kinds.length > 4, `${kinds}`);
    for (const kind of kinds) assert.ok(kind && told.includes(kind), kind);
  });

  it('names the predicates that there are', () => {
    const values = readRepositoryFile(`${FOLDER}/values.ts`);
    for (const name of ['relevant', 'defaultApplies', 'isSet', 'countKnown', 'allGuaranteed']) {
      assert.ok(PAGE.includes(`\`${name}\``) && values.includes(`function ${name}(`), name);
    }
  });
});
