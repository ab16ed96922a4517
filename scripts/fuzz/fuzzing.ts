/** What the fuzzers' command lines have in common: which cases are tried, and what is said of them in the end. */

/** For `parseArgs`. The same `--seed` makes the same cases; `--case N` tries one of them alone. */
export const FUZZ_OPTIONS = {
  cases: { type: 'string', default: '2000' },
  seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  case: { type: 'string' },
  limit: { type: 'string', default: '10' },
} as const;

interface FuzzValues {
  readonly cases: string;
  readonly seed: string;
  readonly case?: string | undefined;
  readonly limit: string;
}

/** The cases that are tried, until so many disagree. */
interface FuzzRange {
  readonly seed: number;
  readonly first: number;
  readonly count: number;
  readonly limit: number;
}

export function rangeOf(values: FuzzValues): FuzzRange {
  return {
    seed: Number(values.seed),
    first: Number(values.case ?? 0),
    count: values.case === undefined ? Number(values.cases) : 1,
    limit: Number(values.limit),
  };
}

/** A text of a case, so that it can be told from what is said of it. */
export function showText(text: string): void {
  console.log(text.replace(/^/gm, '  | '));
}

/** Says how it went; the process ends with 1 after a disagreement. */
export function finish(
  { seed }: Pick<FuzzRange, 'seed'>,
  counts: Readonly<Record<string, number>>,
  disagreements: number,
): void {
  const all = { ...counts, disagreements, seconds: Math.round(process.uptime()), seed };
  console.log(
    Object.entries(all)
      .map(([name, count]) => `${name} ${count}`)
      .join(', '),
  );
  process.exitCode = disagreements === 0 ? 0 : 1;
}
