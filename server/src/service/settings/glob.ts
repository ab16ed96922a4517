/**
 * Path patterns below a folder: `*` and `?` within a name, `**` for folders. A folder's pattern includes
 * its content. Case-sensitive.
 * Why: docs/decisions/settings.md
 */

import type { Settings } from './settings.ts';

/** Why a pattern is invalid. */
type GlobProblem =
  /** Empty, or with an empty name. */
  | 'empty'
  /** Begins with `/`, a drive or `~`. */
  | 'absolute'
  /** A name is `.` or `..`. */
  | 'dots'
  /** Backslash, braces, brackets, or a leading `!`, which other pattern languages have. */
  | 'characters';

/** The problem of a pattern; undefined if valid. */
export function globProblem(pattern: string): GlobProblem | undefined {
  if (/^(?:\/|~|[A-Za-z]:)/.test(pattern)) return 'absolute';
  if (/[\\{}[\]]|^!/.test(pattern)) return 'characters';
  const names = namesOf(pattern);
  if (names.some((name) => name === '')) return 'empty';
  if (names.some((name) => name === '.' || name === '..')) return 'dots';
  return undefined;
}

/**
 * Whether a pattern matches a path relative to the same folder: `lab/*.sh`, `lab` and `**` match
 * `lab/run.sh`. At most the product of their lengths.
 */
export function matchesGlob(pattern: string, path: string): boolean {
  // The content of a folder, not a file of that name.
  const names = namesOf(pattern);
  const inside = names.at(-1) === '**' ? [...names.slice(0, -1), '*'] : names;
  return matchNames(inside, path.split('/'));
}

/** A trailing `/` has no effect. */
function namesOf(pattern: string): readonly string[] {
  return pattern.replace(/\/$/, '').split('/');
}

/** Whether the names, or their first ones, match. */
function matchNames(patterns: readonly string[], names: readonly string[]): boolean {
  return matchSequence(
    patterns,
    names,
    (pattern) => pattern === '**',
    (pattern, name) => matchesName(pattern, name),
    // The content of a matching folder matches.
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

/**
 * Whether a pattern matches enough leading items. `reached` holds the reachable item counts, so nothing is
 * tried twice.
 */
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

/** Whether the folder's file excludes an absolute path. */
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
