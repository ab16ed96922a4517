/**
 * Patterns for paths below a folder: `*` and `?` within a name, `**` for any number of folders. A pattern
 * that names a folder means all that is in it. Everything else stands for itself, upper and lower case apart.
 * Why: docs/decisions/settings.md
 */

import type { Settings } from './settings.ts';

/** Why a pattern can match nothing, or not what its author thinks. */
type GlobProblem =
  /** Nothing at all, or a path with an empty name in it. */
  | 'empty'
  /** It begins with `/`, a drive or `~`: patterns count from the folder. */
  | 'absolute'
  /** A name in it is `.` or `..`. */
  | 'dots'
  /** It has a backslash, braces or brackets, or begins with `!`: other languages of patterns have these. */
  | 'characters';

/** What is wrong with a pattern; undefined for one that may match something. */
export function globProblem(pattern: string): GlobProblem | undefined {
  if (/^(?:\/|~|[A-Za-z]:)/.test(pattern)) return 'absolute';
  if (/[\\{}[\]]|^!/.test(pattern)) return 'characters';
  const names = namesOf(pattern);
  if (names.some((name) => name === '')) return 'empty';
  if (names.some((name) => name === '.' || name === '..')) return 'dots';
  return undefined;
}

/**
 * Whether a pattern matches a path that counts from the same folder, both with `/`: `lab/*.sh` matches
 * `lab/run.sh`, `lab` and `**` too. Takes at most the product of their lengths.
 */
export function matchesGlob(pattern: string, path: string): boolean {
  // All that is in a folder, but not a file of the folder's name.
  const names = namesOf(pattern);
  const inside = names.at(-1) === '**' ? [...names.slice(0, -1), '*'] : names;
  return matchNames(inside, path.split('/'));
}

/** A `/` at the end says that a folder is meant, which is so anyway. */
function namesOf(pattern: string): readonly string[] {
  return pattern.replace(/\/$/, '').split('/');
}

/** Whether the names of a path, or its first ones, match the names of a pattern. */
function matchNames(patterns: readonly string[], names: readonly string[]): boolean {
  return matchSequence(
    patterns,
    names,
    (pattern) => pattern === '**',
    (pattern, name) => matchesName(pattern, name),
    // What is in a folder that matches is matched with it.
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
 * Whether a pattern matches so many of the first items that `isEnough` says so. `reached` has the numbers of
 * items that the pattern so far can match, so nothing is tried twice.
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

/** Whether a path, absolute and with `/`, is one that the folder's file excludes. */
export function isExcluded({ root, exclude }: Settings, path: string): boolean {
  if (exclude.length === 0) return false;
  const inFolder = pathInFolder(root, path);
  return inFolder !== undefined && exclude.some((pattern) => matchesGlob(pattern, inFolder));
}

/** `lab/run.sh` for `/w/lab/run.sh` in the folder `/w`; undefined outside of it. */
export function pathInFolder(root: string | undefined, path: string): string | undefined {
  if (root === undefined) return undefined;
  const start = root.endsWith('/') ? root : `${root}/`;
  return path.startsWith(start) ? path.slice(start.length) : undefined;
}
