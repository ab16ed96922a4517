/** Two texts as a unified diff, which `patch -p1` and `git apply` read. */

/** How many lines that stay are shown around those that change. */
const CONTEXT = 3;

/** A line of the old text that goes or stays, or one of the new text that comes; with its line end, if it has one. */
interface DiffLine {
  readonly kind: ' ' | '-' | '+';
  readonly text: string;
}

/** The diff of a file, empty where nothing changes. */
export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) return '';
  const lines = diffLines(splitLines(before), splitLines(after));
  return [
    `--- ${quotedPath(`a/${path}`)}\n+++ ${quotedPath(`b/${path}`)}\n`,
    ...hunksOf(lines),
  ].join('');
}

/** Lines with their ends; the last one may have none. */
function splitLines(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function diffLines(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  let end = 0;
  while (
    end < Math.min(before.length, after.length) - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  )
    end++;
  const kept = (lines: readonly string[]): DiffLine[] =>
    lines.map((line) => ({ kind: ' ', text: line }));
  return [
    ...kept(before.slice(0, start)),
    ...shortestEdit(
      before.slice(start, before.length - end),
      after.slice(start, after.length - end),
    ),
    ...kept(before.slice(before.length - end)),
  ];
}

/** Myers' algorithm: as few lines as can be go and come. */
function shortestEdit(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  const rounds: Map<number, number>[] = [];
  let reached = new Map([[1, 0]]);
  for (let cost = 0; cost <= Math.min(MAX_COST, before.length + after.length); cost++) {
    rounds.push(new Map(reached));
    for (let diagonal = -cost; diagonal <= cost; diagonal += 2) {
      let column = startOn(reached, diagonal, cost);
      while (column < before.length && before[column] === after[column - diagonal]) column++;
      reached = reached.set(diagonal, column);
      if (column >= before.length && column - diagonal >= after.length) {
        return wayBack(rounds, before, after);
      }
    }
  }
  return [
    ...before.map((text) => ({ kind: '-', text }) as const),
    ...after.map((text) => ({ kind: '+', text }) as const),
  ];
}

/** Where more lines than these change, nobody looks for what they have in common. */
const MAX_COST = 2000;

/** How far in the old text a diagonal is reached from its neighbours: by a new line, or by one that goes. */
function startOn(reached: ReadonlyMap<number, number>, diagonal: number, cost: number): number {
  const comes = isReachedByNewLine(reached, diagonal, cost);
  return comes ? (reached.get(diagonal + 1) ?? 0) : (reached.get(diagonal - 1) ?? -1) + 1;
}

function wayBack(
  rounds: readonly ReadonlyMap<number, number>[],
  before: readonly string[],
  after: readonly string[],
): readonly DiffLine[] {
  const lines: DiffLine[] = [];
  let [column, row] = [before.length, after.length];
  for (const [cost, reached] of [...rounds.entries()].toReversed()) {
    const diagonal = column - row;
    const start = startOn(reached, diagonal, cost);
    while (column > start && row > 0) {
      lines.push({ kind: ' ', text: before[--column] ?? '' });
      row--;
    }
    if (cost === 0) break;
    if (isReachedByNewLine(reached, diagonal, cost))
      lines.push({ kind: '+', text: after[--row] ?? '' });
    else lines.push({ kind: '-', text: before[--column] ?? '' });
  }
  return lines.toReversed();
}

function isReachedByNewLine(
  reached: ReadonlyMap<number, number>,
  diagonal: number,
  cost: number,
): boolean {
  const below = reached.get(diagonal + 1) ?? -1;
  const left = reached.get(diagonal - 1) ?? -1;
  return diagonal === -cost || (diagonal !== cost && left < below);
}

function hunksOf(lines: readonly DiffLine[]): readonly string[] {
  const changed = lines.flatMap(({ kind }, index) => (kind === ' ' ? [] : [index]));
  const hunks: { from: number; to: number }[] = [];
  for (const index of changed) {
    const last = hunks.at(-1);
    if (last && index - CONTEXT <= last.to) last.to = Math.min(lines.length, index + CONTEXT + 1);
    else {
      hunks.push({
        from: Math.max(0, index - CONTEXT),
        to: Math.min(lines.length, index + CONTEXT + 1),
      });
    }
  }
  return hunks.map(({ from, to }) => hunkText(lines, from, to));
}

function hunkText(lines: readonly DiffLine[], from: number, to: number): string {
  const inside = lines.slice(from, to);
  const count = (all: readonly DiffLine[], other: DiffLine['kind']): number =>
    all.filter(({ kind }) => kind !== other).length;
  const before = lines.slice(0, from);
  const range = (other: DiffLine['kind']): string => {
    const length = count(inside, other);
    // A range of no lines is named by the line in front of it.
    return `${count(before, other) + (length === 0 ? 0 : 1)},${length}`;
  };
  const body = inside.map(({ kind, text }) =>
    text.endsWith('\n') ? kind + text : `${kind}${text}\n\\ No newline at end of file\n`,
  );
  return `@@ -${range('+')} +${range('-')} @@\n${body.join('')}`;
}

/** As git writes a name that would not fit into a line. */
function quotedPath(path: string): string {
  if (!/[\p{Cc}"\\]/u.test(path)) return path;
  const escaped = path.replace(/[\p{Cc}"\\]/gu, (character) =>
    character === '"' || character === '\\'
      ? `\\${character}`
      : `\\${(character.codePointAt(0) ?? 0).toString(8).padStart(3, '0')}`,
  );
  return `"${escaped}"`;
}
