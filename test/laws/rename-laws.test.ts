/**
 * Laws of renaming: whatever id is renamed, QEMU reads the same pieces with the new id in its places and nothing
 * else, the same is found, and renaming back gives the same text.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Analysis } from '../../server/src/service/analysis/analyze.ts';
import { mentionPlace, symbolsOf } from '../../server/src/service/navigation/id-symbols.ts';
import { tokensOf } from '../../server/src/service/navigation/placed-tokens.ts';
import { renamableAt, renameAt } from '../../server/src/service/navigation/rename-id.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import { loadVectors, type Vector } from '../oracle/data/vectors.ts';
import { inString, launchScript, mutated } from '../support/arbitraries.ts';
import { comparedScripts } from '../support/blocks.ts';
import { analysesFor, type Files } from '../support/cursor.ts';
import { inSingleQuotes } from '../support/quoting.ts';
import { filesBelow, readRepositoryFile } from '../support/repository.ts';

const OPTIONS = { seed: 20261125, numRuns: 200 };
const FRESH = 'a-fresh.id_0';

/** Every place of a document at which an id stands, each once. */
function idOffsets({ source, ...rest }: Analysis): readonly number[] {
  const analysis = { source, ...rest };
  const offsets = symbolsOf(analysis).flatMap((symbol) =>
    symbol.mentions.flatMap((mention) => {
      const place = mentionPlace(symbol.analysis, mention);
      return place?.path === source.path ? [place.at.start] : [];
    }),
  );
  return [...new Set(offsets)];
}

/** The pieces that QEMU reads, ids with what they name, and what is found. */
function reading([own]: readonly Analysis[]): readonly string[] {
  const analysis = own ?? assert.fail('no analysis');
  const tokens = tokensOf(analysis).map(({ token }) => {
    const kind = token.kind === 'id' ? `${token.role} of ${token.target}` : token.kind;
    return `${kind}: ${token.text.decoded}`;
  });
  return [...tokens, ...analysis.findings.map(({ rule, severity }) => `${severity} ${rule}`)];
}

/** The files after a rename; undefined where it is refused. */
function afterwards(files: Files, path: string, offset: number, name: string): Files | undefined {
  const edits = renameAt(path, offset, name, analysesFor(files, path)) ?? assert.fail('no id');
  if ('kind' in edits) return undefined;
  const changed = Object.entries(files).map(([one, text]) => {
    const own = edits.filter((edit) => edit.path === one);
    return [one, applyEdits(text, own) ?? assert.fail('edits overlap')] as const;
  });
  return Object.fromEntries(changed);
}

/** Holds every id of a document to the laws, and tells how many were renamed. */
function holdTo(files: Files, path: string): number {
  const before = analysesFor(files, path);
  const [own] = before;
  let renamed = 0;
  for (const offset of own ? idOffsets(own) : []) {
    const found = renamableAt(path, offset, before);
    // What QEMU refuses about an id goes when it gets another one.
    if (found?.kind !== 'renamable' || !/^[A-Za-z][\w.-]*$/.test(found.name)) continue;
    const after = afterwards(files, path, offset, FRESH);
    // A name that -set or a config file has no room for.
    if (after === undefined) continue;
    renamed++;
    const { name } = found;
    const seen = reading(analysesFor(after, path));
    const expected = reading(before);
    assert.equal(seen.length, expected.length, after[path]);
    for (const [index, piece] of expected.entries()) {
      const became = seen[index];
      if (became === piece) continue;
      assert.match(piece, /^(?:definition|reference) of /, `${piece} became ${became}`);
      assert.equal(became, piece.replace(`: ${name}`, `: ${FRESH}`));
    }
    const back = afterwards(after, path, moved(offset, files, after, path), name);
    const wrong = Object.keys(files).filter((one) => back?.[one] !== files[one]);
    assert.deepEqual(wrong, [], `renaming ${name} and back in ${path}`);
  }
  return renamed;
}

/** The offset of the same id afterwards: the id may stand before it as well. */
function moved(offset: number, files: Files, after: Files, path: string): number {
  const edits = renameAt(path, offset, FRESH, analysesFor(files, path)) ?? [];
  if ('kind' in edits) return offset;
  const before = edits.filter(({ path: of, at }) => of === path && at.end <= offset);
  const change = before.reduce((sum, { at, text }) => sum + text.length - (at.end - at.start), 0);
  assert.ok(after[path] !== undefined);
  return offset + change;
}

const SCRIPTS = 'scripts that are compared with shells';

/** Documents of the repository, as they lie beside each other. */
function repositoryFolder(folder: string): Files {
  if (folder === SCRIPTS) return underRoot(comparedScripts());
  const paths = filesBelow(folder).filter((path) => /\.(?:sh|xml|qemu|args)$/.test(path));
  return underRoot(Object.fromEntries(paths.map((path) => [path, readRepositoryFile(path)])));
}

function underRoot(files: Files): Files {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`/${path}`, text]));
}

describe('renaming any id', () => {
  for (const folder of ['examples', 'test/vscode/fixtures', SCRIPTS]) {
    it(`of ${folder} changes this id and nothing else, and back`, () => {
      const files = repositoryFolder(folder);
      const count = Object.keys(files).reduce((sum, path) => sum + holdTo(files, path), 0);
      if (folder === 'examples') assert.ok(count >= 10, `only ${count} were renamed`);
    });
  }

  it('of known command lines changes this id and nothing else, and back', () => {
    // What QEMU refuses about an id goes when it gets another one.
    const isTwice = (vector: Vector) => !vector.accepted && vector.error.includes('Duplicate ID');
    const vectors = loadVectors().filter((vector) => !isTwice(vector));
    const texts = vectors.map(({ args }) => `kvm ${args.map(inSingleQuotes).join(' ')}\n`);
    const count = texts.reduce((sum, text) => sum + holdTo({ '/w/run.sh': text }, '/w/run.sh'), 0);
    assert.ok(count >= 100, `only ${count} were renamed`);
  });

  it('of random scripts, also inside strings and half-typed, holds as well', () => {
    const script = fc.oneof(launchScript, inString(launchScript), mutated(launchScript));
    fc.assert(
      fc.property(script, (text) => {
        holdTo({ '/w/run.sh': text }, '/w/run.sh');
      }),
      OPTIONS,
    );
  });
});
