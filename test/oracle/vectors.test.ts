/**
 * The known command lines of `data/vectors.jsonl` against the installed QEMU: it accepts, refuses and opens
 * what they say. Needs qemu-system-x86_64, and fails without it where CI is `true`.
 */
import assert from 'node:assert/strict';
import { after, describe, it, test } from 'node:test';
import { loadVectors, outcomesIn, type Vector } from './data/vectors.ts';
import { compareAccepted, questionOf } from './judge/against-vector.ts';
import { type Judge, openJudge, versionOf } from './judge.ts';

const SLOTS = 3;
const vectors = loadVectors();
const versions = new Map(
  ['qemu-system-x86_64', 'qemu-storage-daemon'].map((name) => [name, versionOf(name)]),
);
const counts = { accepted: 0, refused: 0, compared: 0, disagreements: 0 };

/** Whoever cannot be asked is named by one test, and CI has everything. */
function nameWhatIsMissing(what: string): void {
  test(what, (t) => {
    assert.notEqual(process.env['CI'], 'true', what);
    t.diagnostic(what);
  });
}

/** Why a vector cannot be tried here, in one sentence; undefined if it can. */
function whatIsMissing(vector: Vector, judge: Judge, spice: boolean): string | undefined {
  const { program } = questionOf(vector);
  if (versions.get(program) === undefined) return `${program} is not installed`;
  if (vector.requires === 'pki' && !judge.hasCertificates) return 'openssl made no certificates';
  if (vector.requires === 'spice' && !spice) return 'this QEMU has no SPICE';
  return undefined;
}

/** Each vector is asked once; the sentences are where QEMU and the vector disagree. */
async function disagreementsOf(vector: Vector, judge: Judge): Promise<readonly string[]> {
  const question = questionOf(vector);
  const verdict = await judge.judge(question);
  counts[verdict.accepted ? 'accepted' : 'refused']++;
  counts.compared++;
  const outcomes = outcomesIn(vector, versions.get(question.program) ?? '');
  if (!verdict.accepted) {
    const known = outcomes.some(
      ({ accepted, error }) => !accepted && verdict.stderr.includes(error ?? ''),
    );
    return known && verdict.exitCode === 1 ? [] : [`QEMU says: ${JSON.stringify(verdict)}`];
  }
  if (!outcomes.some(({ accepted }) => accepted)) return ['QEMU accepts it'];
  // What another version opens is known only where it is said to be the same.
  if (!vector.accepted || outcomes.some((outcome) => outcome !== vector)) return [];
  const { compared, disagreements } = compareAccepted(vector, verdict);
  counts.compared += compared;
  return disagreements;
}

if (versions.get('qemu-system-x86_64') === undefined) {
  nameWhatIsMissing('qemu-system-x86_64 is not installed, so no vector was tried');
} else {
  const judge = await openJudge(SLOTS).catch((error: Error) => error);
  if (judge instanceof Error) {
    nameWhatIsMissing(`QEMU cannot be shut in here, so no vector was tried: ${judge.message}`);
  } else {
    const spice = await judge.judge({
      program: 'qemu-system-x86_64',
      argv: ['-machine', 'none', '-spice', 'help'],
    });
    const hasSpice = !spice.accepted && spice.stdout.includes('disable-ticketing');
    const missing = new Set<string>();
    after(() => judge.close());
    describe('QEMU does what the vector says', { concurrency: SLOTS }, () => {
      for (const vector of vectors) {
        const why = whatIsMissing(vector, judge, hasSpice);
        if (why !== undefined) missing.add(why);
        else {
          it(`${vector.topic}: ${vector.id}`, async () => {
            const disagreements = await disagreementsOf(vector, judge);
            counts.disagreements += disagreements.length;
            assert.deepEqual(disagreements, [], JSON.stringify(questionOf(vector).argv));
          });
        }
      }
    });
    for (const why of missing) nameWhatIsMissing(`${why}, so its vectors were not tried`);
    test('all vectors have been counted', (t) => {
      const { accepted, refused, compared, disagreements } = counts;
      t.diagnostic(
        `${accepted + refused} vectors, ${accepted} accepted, ${refused} refused, ` +
          `${compared} fields compared, ${disagreements} disagreements, ${[...versions].join(' ')}`,
      );
      assert.ok(compared > vectors.length);
    });
  }
}
