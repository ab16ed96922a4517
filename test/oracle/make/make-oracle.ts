/** Make as an oracle: random Makefiles, and what they start. */
import { lowerMakefile } from '../../../server/src/invocation/from-make.ts';
import type { Invocation } from '../../../server/src/invocation/invocation.ts';
import { readMakefile } from '../../../server/src/syntax/make/reader.ts';
import { type Oracle, readingBy } from '../flow/judge.ts';
import { generateMakefile, type MakeCase, type Part, textOf } from './generate.ts';
import type { Makes } from './makes.ts';

export function makeOracle(makes: Makes): Oracle<MakeCase> {
  return {
    run: (jobs) =>
      makes.run(
        jobs.map(({ one: { targets, runs }, text, run }) => {
          return { text, targets, variables: runs[run] ?? {} };
        }),
      ),
    textOf: ({ parts }) => textOf(parts),
    readingOf: readingBy(everythingIn),
    generate: followedMakefile,
    smaller,
    batch: 20,
    slots: 1,
  };
}

/** A random Makefile; another takes the place of one with too many combinations of values to follow them all. */
function followedMakefile(seed: number, index: number): MakeCase {
  for (let other = index; ; other += OTHER) {
    const made = generateMakefile(seed, other);
    if (everythingIn(textOf(made.parts)).every(({ kind }) => kind !== 'unfollowed')) return made;
  }
}

/** Further than any index that is asked for. */
const OTHER = 1_000_000;

function everythingIn(text: string): readonly Invocation[] {
  return lowerMakefile(readMakefile(text), { length: text.length, every: true });
}

function* smaller(makeCase: MakeCase): Iterable<MakeCase> {
  for (const [index] of makeCase.targets.entries()) {
    if (makeCase.targets.length > 1)
      yield { ...makeCase, targets: makeCase.targets.toSpliced(index, 1) };
  }
  for (const parts of without(makeCase.parts)) yield { ...makeCase, parts };
}

function* without(parts: readonly Part[]): Iterable<readonly Part[]> {
  for (const [index, part] of parts.entries()) {
    yield parts.toSpliced(index, 1);
    if (typeof part === 'string') {
      for (const less of shorter(part)) yield parts.toSpliced(index, 1, less);
      continue;
    }
    for (const [at, body] of part.bodies.entries()) {
      for (const less of without(body)) {
        yield parts.toSpliced(index, 1, { ...part, bodies: part.bodies.toSpliced(at, 1, less) });
      }
    }
  }
}

/** A line with a word less. */
function* shorter(line: string): Iterable<string> {
  for (const { index, 0: word } of line.matchAll(/ [^ ]+/g)) {
    yield line.slice(0, index) + line.slice(index + word.length);
  }
}
