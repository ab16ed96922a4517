/** What differs between the facts of two builds, as lines for people. */

/** For each file, by its path, what a build says of it: `12:45 monitor-on-network error: …`. */
export type Facts = ReadonlyMap<string, readonly string[]>;

/** A longer fact is cut where it is shown. */
const LONGEST = 400;

/** The path of each file that differs, then `- ` what only the first says, `+ ` what only the second says. */
export function linesOfDifference(old: Facts, now: Facts): readonly string[] {
  const paths = [...new Set([...old.keys(), ...now.keys()])].toSorted();
  return paths.flatMap((path) => {
    const before = old.get(path) ?? [];
    const after = now.get(path) ?? [];
    const gone = withoutThose(before, after).map((fact) => `- ${fact}`);
    const come = withoutThose(after, before).map((fact) => `+ ${fact}`);
    const lines = [...gone, ...come].toSorted((a, b) => placeOf(a) - placeOf(b));
    return lines.length === 0 ? [] : [path, ...lines.map(shortened)];
  });
}

/** Facts that others lack; one that stands twice has to stand twice there. */
function withoutThose(facts: readonly string[], others: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const fact of others) left.set(fact, (left.get(fact) ?? 0) + 1);
  return facts.filter((fact) => {
    const count = left.get(fact) ?? 0;
    left.set(fact, count - 1);
    return count <= 0;
  });
}

/** The line of a fact, by which those that belong together stand together. */
function placeOf(line: string): number {
  return Number(/^[-+] (\d+):/.exec(line)?.[1] ?? 0);
}

function shortened(line: string): string {
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}
