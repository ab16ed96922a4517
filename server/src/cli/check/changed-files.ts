/** Finds changed files. Git only reads objects, since a tree's configuration may run programs. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { attempt } from '../../workspace/front-end.ts';
import { type UsageError, usageError } from '../world.ts';

/** Overrides the tree's own configuration. */
const SAFE = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'];
/** No lazy fetches of a partial clone. */
const ENVIRONMENT = {
  GIT_NO_LAZY_FETCH: '1',
  GIT_ALLOW_PROTOCOL: 'none',
  GIT_TERMINAL_PROMPT: '0',
};
const MAX_BYTES = 256 * 1024 * 1024;

/** `path` is absolute with `/`. */
type IsUnchanged = (path: string, text: string) => boolean;

/** Compares with the merge base of revision and HEAD, or with the revision. */
export function unchangedSince(root: string, revision: string): IsUnchanged | UsageError {
  const git = (...words: readonly string[]): string =>
    execFileSync('git', [...SAFE, '-C', root, ...words], {
      // Not in the checked tree, where a program could be found.
      cwd: dirname(process.execPath),
      env: { ...process.env, ...ENVIRONMENT },
      encoding: 'utf8',
      maxBuffer: MAX_BYTES,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const hashes = new Map<string, string>();
  try {
    if (revision.startsWith('-')) throw new Error('it begins with a dash');
    const commit = git('rev-parse', '--verify', '--quiet', `${revision}^{commit}`).trim();
    const common = attempt(() => git('merge-base', 'HEAD', commit).trim());
    const listed = git('ls-tree', '-r', '-z', common ?? commit);
    for (const entry of listed.split('\0')) {
      const [, hash = '', name = ''] = /^\d+ blob ([0-9a-f]+)\t(.*)$/s.exec(entry) ?? [];
      hashes.set(root.endsWith('/') ? root + name : `${root}/${name}`, hash);
    }
  } catch (error) {
    // Node's words precede git's.
    const [why] = (error as Error).message.replace(/^Command failed: .*\n?/, '').split('\n');
    return usageError(`git knows no revision ${revision} of ${root}${why ? `: ${why}` : ''}`);
  }
  return (path, text) => {
    const hash = hashes.get(path);
    if (hash === undefined) return false;
    const bytes = Buffer.from(text);
    const made = createHash(hash.length > 40 ? 'sha256' : 'sha1');
    return made.update(`blob ${bytes.length}\0`).update(bytes).digest('hex') === hash;
  };
}
