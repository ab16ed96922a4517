/** Path patterns: `*` and `?` in a name, `**` for folders; a folder includes its content. */

import { LIMITS } from '../../text/limits.ts';
import { globLine, readIgnoreList, stepsOfList, verdictOf } from './ignore-list.ts';
import type { Settings } from './settings.ts';

type GlobProblem =
  | 'empty'
  /** `/`, a drive, `~` */
  | 'absolute'
  /** `.` or `..` */
  | 'dots'
  /** `\`, `{}`, `[]`, a leading `!`. */
  | 'characters';

/** What is wrong with a pattern; undefined if valid. */
export function globProblem(pattern: string): GlobProblem | undefined {
  if (/^(?:\/|~|[A-Za-z]:)/.test(pattern)) return 'absolute';
  if (/[\\{}[\]]|^!/.test(pattern)) return 'characters';
  const names = pattern.replace(/\/$/, '').split('/');
  if (names.some((name) => name === '')) return 'empty';
  if (names.some((name) => name === '.' || name === '..')) return 'dots';
  return undefined;
}

/** Matches a path relative to the same folder: `lab/*.sh`, `lab` and `**` match `lab/run.sh`. */
export function matchesGlob(pattern: string, path: string): boolean {
  const lines = globLine(pattern);
  if (stepsOfList(lines) > LIMITS.ignoreSteps) return false;
  return verdictOf(readIgnoreList(lines), path, false) === true;
}

/** Whether settings exclude an absolute path. */
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
