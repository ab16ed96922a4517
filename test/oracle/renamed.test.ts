/**
 * bash runs scripts after a rename: each use of the renamed id in QEMU's arguments has the new name, and everything else is
 * as before, other machines included unless they share the text.
 */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { placesOfMention, symbolsOf } from '../../server/src/service/navigation/id-symbols.ts';
import { tokensOf } from '../../server/src/service/navigation/placed-tokens.ts';
import { renameAt } from '../../server/src/service/navigation/rename-id.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import { analysesFor, analyzeAmong, type Files } from '../support/cursor.ts';
import { inSingleQuotes } from '../support/quoting.ts';
import { openShells } from './flow/shells.ts';
import { type RenameCase, renameCase } from './rename/script.ts';

const CASES = Number(process.env['GUARD_RENAME_CASES'] ?? 40);
const SEED = Number(process.env['GUARD_RENAME_SEED'] ?? 20261126);
const FRESH = 'a-fresh.id_0';
const [SCRIPT, SOURCED] = ['/w/run.sh', '/w/lib.sh'] as const;

const shells = openShells();
after(() => shells.close());

/** What a script starts. The file that it sources is written by the script itself, which no reader need see. */
function job({ script, sourced }: RenameCase) {
  const file = Buffer.from(sourced).toString('base64');
  const whole = `printf %s ${file} | base64 -d >lib.sh\n${script}`;
  return {
    script: whole,
    shell: 'bash',
    inputs: { env: {}, args: [], stdin: '', status: 0 },
  } as const;
}

/** The ids that QEMU reads in a command, and what they name, beside all its other pieces. */
function piecesOf(
  argv: readonly string[],
): readonly { readonly kind: string; readonly text: string }[] {
  const words = argv.map(inSingleQuotes);
  const analysis = analyzeAmong({ [SCRIPT]: `kvm ${words.join(' ')}\n` }, SCRIPT);
  return tokensOf(analysis).map(({ token }) => {
    const kind = token.kind === 'id' ? `id of ${token.target}` : token.kind;
    return { kind, text: token.text.decoded };
  });
}

interface Rename {
  readonly target: string;
  readonly old: string;
  /** The new name, which may begin with what a variable gives of the old one. */
  readonly name: string;
  readonly renamed: RenameCase;
}

/** Every different rename of a case. */
function renamesOf(files: Files): readonly Rename[] {
  const found = new Map<string, Rename>();
  for (const path of [SCRIPT, SOURCED]) {
    const analyses = analysesFor(files, path);
    for (const { analysis, target, key, mentions } of analyses.flatMap(symbolsOf)) {
      const places = mentions.flatMap((mention) => placesOfMention(analysis, mention));
      for (const { at } of places.filter((place) => place.path === path)) {
        const name = found.size % 2 === 0 ? FRESH : `${key.slice(0, 1)}-${FRESH}`;
        const edits = renameAt(path, at.start, name, analyses) ?? assert.fail('no id');
        if ('kind' in edits) continue;
        const [script = '', sourced = ''] = [SCRIPT, SOURCED].map((one) => {
          const own = edits.filter((edit) => edit.path === one);
          return applyEdits(files[one] ?? '', own) ?? assert.fail('edits overlap');
        });
        found.set(`${script}\0${sourced}`, {
          target,
          old: key,
          name,
          renamed: { script, sourced },
        });
      }
    }
  }
  return [...found.values()];
}

/** Holds one command to the law, and tells whether the id was renamed in it. */
function holdTo({ old, name }: Rename, before: readonly string[], now: readonly string[]): boolean {
  const back = now.map((word) => word.replaceAll(name, old));
  assert.deepEqual(back, before, 'something else has changed');
  const [expected, pieces] = [piecesOf(before), piecesOf(now)];
  assert.equal(pieces.length, expected.length);
  const changed = expected.filter(({ text }, index) => pieces[index]?.text !== text);
  // A chardev and an object of the same name may have it from the same variable.
  const targets = new Set(changed.map(({ kind }) => kind));
  for (const [index, { kind, text }] of expected.entries()) {
    const isMeant = kind.startsWith('id of ') && targets.has(kind) && text === old;
    assert.deepEqual(pieces[index], { kind, text: isMeant ? name : text });
  }
  return changed.length > 0;
}

test(`a rename changes one id and nothing else that QEMU gets, in ${CASES} random scripts`, async (t) => {
  const cases = Array.from({ length: CASES }, (_, index) => renameCase(SEED, index));
  const renames = cases.map(({ script, sourced }) =>
    renamesOf({ [SCRIPT]: script, [SOURCED]: sourced }),
  );
  const recordings = await shells.run([
    ...cases.map(job),
    ...renames.flat().map(({ renamed }) => job(renamed)),
  ]);
  let next = cases.length;
  for (const [index, own] of renames.entries()) {
    const before = recordings[index] ?? assert.fail();
    assert.equal(before.complaints, '', cases[index]?.script);
    for (const rename of own) {
      const now = recordings[next++] ?? assert.fail();
      const about = `${rename.target} ${rename.old} of case ${index}:\n${rename.renamed.sourced}${rename.renamed.script}`;
      assert.equal(now.commands.length, before.commands.length, about);
      try {
        const hits = before.commands.filter((argv, at) =>
          holdTo(rename, argv, now.commands[at] ?? []),
        );
        assert.ok(hits.length > 0 || isUnused(rename, before.commands), 'nothing has changed');
      } catch (error) {
        assert.fail(`${about}\n${String(error)}`);
      }
    }
  }
  t.diagnostic(`${renames.flat().length} renames`);
  assert.ok(renames.flat().length > 4 * CASES, 'most are refused');
});

/** Whether an id reaches no command that was run, such as one in a branch that is not taken. */
function isUnused({ old }: Rename, commands: readonly (readonly string[])[]): boolean {
  return !commands.flat().some((word) => word.includes(old));
}
