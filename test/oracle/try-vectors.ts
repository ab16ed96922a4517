/**
 * Has one version of QEMU try the known command lines of `data/vectors.jsonl`, as tests of node:test: it
 * accepts, refuses and opens what they say.
 */
import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import { loadVectors, outcomesIn, RANDOM, type Vector } from './data/vectors.ts';
import { compareAccepted, questionOf } from './judge/against-vector.ts';
import { type Judge, versionOf } from './judge.ts';
import { judgeHere, nameWhatIsMissing } from './needs.ts';

/** The programs by the names that vectors give them. */
type Programs = ReadonlyMap<string, string>;

/** Local to one run. */
interface Run {
  readonly judge: Judge;
  readonly programs: Programs;
  readonly versions: ReadonlyMap<string, string | undefined>;
  readonly spice: boolean;
  readonly counts: { accepted: number; refused: number; compared: number; disagreements: number };
}

const SLOTS = 3;

/** Declares the tests. */
export async function tryVectors(programs: Programs): Promise<void> {
  const judge = await judgeHere(SLOTS);
  if (judge === undefined) return;
  const run: Run = {
    judge,
    programs,
    versions: new Map([...programs].map(([name, path]) => [name, versionOf(path)])),
    spice: await hasSpice(judge, programs),
    counts: { accepted: 0, refused: 0, compared: 0, disagreements: 0 },
  };
  const missing = new Set<string>();
  const isBaseline = [...run.versions.values()].every((version) => version?.startsWith('10.0.'));
  const vectors = loadVectors().filter(({ topic }) => topic !== RANDOM || isBaseline);
  describe(`QEMU ${[...run.versions.values()][0]} does what the vector says`, {
    concurrency: SLOTS,
  }, () => {
    for (const vector of vectors) {
      const why = whatIsMissing(vector, run);
      if (why !== undefined) missing.add(why);
      else {
        it(`${vector.topic}: ${vector.id}`, async () => {
          const disagreements = await disagreementsOf(vector, run);
          run.counts.disagreements += disagreements.length;
          assert.deepEqual(disagreements, [], JSON.stringify(questionOf(vector).argv));
        });
      }
    }
  });
  for (const why of missing) nameWhatIsMissing(`${why}, so its vectors were not tried`);
  test('all vectors have been counted', (t) => {
    const { accepted, refused, compared, disagreements } = run.counts;
    t.diagnostic(
      `${accepted + refused} vectors, ${accepted} accepted, ${refused} refused, ` +
        `${compared} fields compared, ${disagreements} disagreements, ${[...run.versions].join(' ')}`,
    );
    assert.ok(compared > vectors.length);
  });
}

async function hasSpice(judge: Judge, programs: Programs): Promise<boolean> {
  const argv = ['-machine', 'none', '-spice', 'help'];
  const program = programs.get('qemu-system-x86_64') ?? '';
  const answer = await judge.judge({ program, argv });
  return !answer.accepted && answer.stdout.includes('disable-ticketing');
}

/** Why a vector cannot be tried here, in one sentence; undefined if it can. */
function whatIsMissing(vector: Vector, { judge, versions, spice }: Run): string | undefined {
  const { program } = questionOf(vector);
  if (versions.get(program) === undefined) return `${program} is not installed`;
  if (vector.requires === 'pki' && !judge.hasCertificates) return 'openssl made no certificates';
  if (vector.requires === 'spice' && !spice) return 'this QEMU has no SPICE';
  return undefined;
}

/** Each vector is asked once; the sentences are where QEMU and the vector disagree. */
async function disagreementsOf(vector: Vector, run: Run): Promise<readonly string[]> {
  const question = questionOf(vector);
  const program = run.programs.get(question.program) ?? question.program;
  const verdict = await run.judge.judge({ ...question, program });
  const { counts } = run;
  counts[verdict.accepted ? 'accepted' : 'refused']++;
  counts.compared++;
  const outcomes = outcomesIn(vector, run.versions.get(question.program) ?? '');
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
