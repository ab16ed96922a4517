/**
 * Path patterns: `*` and `?` within a name, `**` for folders. A folder includes its content. Case-sensitive.
 * Why: docs/decisions/settings.md
 */

import type { Settings } from './settings.ts';

type GlobProblem =
  /** The pattern, or a name. */
  | 'empty'
  /** `/`, a drive, `~` */
  | 'absolute'
  /** `.` or `..` */
  | 'dots'
  /** `\`, `{}`, `[]`, a leading `!`: other pattern languages have them. */
  | 'characters';

/** Undefined if valid. */
export function globProblem(pattern: string): GlobProblem | undefined {
  if (/^(?:\/|~|[A-Za-z]:)/.test(pattern)) return 'absolute';
  if (/[\\{}[\]]|^!/.test(pattern)) return 'characters';
  const names = namesOf(pattern);
  if (names.some((name) => name === '')) return 'empty';
  if (names.some((name) => name === '.' || name === '..')) return 'dots';
  return undefined;
}

/** `lab/*.sh`, `lab` and `**` match `lab/run.sh`. Time: the product of lengths. */
export function matchesGlob(pattern: string, path: string): boolean {
  // `/` at the end: the content, not a file.
  const names = namesOf(pattern);
  const inside = names.at(-1) === '**' ? [...names.slice(0, -1), '*'] : names;
  return matchNames(inside, path.split('/'));
}

function namesOf(pattern: string): readonly string[] {
  return pattern.replace(/\/$/, '').split('/');
}

/** All names, or the first ones. */
function matchNames(patterns: readonly string[], names: readonly string[]): boolean {
  return matchSequence(
    patterns,
    names,
    (pattern) => pattern === '**',
    (pattern, name) => matchesName(pattern, name),
    // A folder includes its content.
    () => true,
  );
}

function matchesName(pattern: string, name: string): boolean {
  const characters = [...name];
  return matchSequence(
    [...pattern],
    characters,
    (character) => character === '*',
    (character, other) => character === '?' || character === other,
    (matched) => matched === characters.length,
  );
}

/** Leading items. `reached` has reachable counts: nothing is tried twice. */
function matchSequence(
  pattern: readonly string[],
  items: readonly string[],
  isMany: (part: string) => boolean,
  matches: (part: string, item: string) => boolean,
  isEnough: (matched: number) => boolean,
): boolean {
  let reached = new Set([0]);
  for (const part of pattern) {
    const next = new Set<number>();
    if (isMany(part)) {
      const first = Math.min(...reached);
      for (let count = first; count <= items.length; count++) next.add(count);
    } else {
      for (const count of reached) {
        const item = items[count];
        if (item !== undefined && matches(part, item)) next.add(count + 1);
      }
    }
    if (next.size === 0) return false;
    reached = next;
  }
  return [...reached].some(isEnough);
}

/** By settings; takes an absolute path. */
export function isExcluded({ root, exclude }: Settings, path: string): boolean {
  if (exclude.length === 0) return false;
  const inFolder = pathInFolder(root, path);
  return inFolder !== undefined && exclude.some((pattern) => matchesGlob(pattern, inFolder));
}

/** `lab/run.sh` for `/w/lab/run.sh` in `/w`; undefined outside. */
export function pathInFolder(root: string | undefined, path: string): string | undefined {
  if (root === undefined) return undefined;
  const start = root.endsWith('/') ? root : `${root}/`;
  return path.startsWith(start) ? path.slice(start.length) : undefined;
}
