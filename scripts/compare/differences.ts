/** What differs between the facts of two builds, as lines for people. */

/** For each file, by its path, what a build says of it: `12:45 monitor-on-network error: …`. */
export type Facts = ReadonlyMap<string, readonly string[]>;

/** A longer fact is cut where it is shown. */
const LONGEST = 400;

/** The path of each file that differs, then `- ` what only the first says, `+ ` what only the second says. */
export function linesOfDifference(old: Facts, now: Facts): readonly string[] {
  const paths = [...new Set([...old.keys(), ...now.keys()])].toSorted();
  return paths.flatMap((path) => {
    const before = new Set(old.get(path));
    const after = new Set(now.get(path));
    const gone = [...before].filter((fact) => !after.has(fact)).map((fact) => `- ${fact}`);
    const come = [...after].filter((fact) => !before.has(fact)).map((fact) => `+ ${fact}`);
    const lines = [...gone, ...come].toSorted((a, b) => placeOf(a) - placeOf(b));
    return lines.length === 0 ? [] : [path, ...lines.map(shortened)];
  });
}

/** The line of a fact, by which those that belong together stand together. */
function placeOf(line: string): number {
  return Number(/^[-+] (\d+):/.exec(line)?.[1] ?? 0);
}

function shortened(line: string): string {
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}
