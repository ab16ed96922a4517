/**
 * git lists the files that it ignores in random repositories, and our walk agrees. (A `?` is a byte for git and a character
 * for us.)
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { diskAccess } from '../../server/src/workspace/disk/disk-access.ts';
import { walkFiles } from '../../server/src/workspace/walk/walk-files.ts';

const SCRIPT = 'kvm -monitor stdio\n';
const names = fc.constantFrom('a', 'b', 'lab', 'build', 'x y', 'éé', '[a]', 'a.tmp');
const files = fc
  .array(fc.array(names, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 12 })
  .map((paths) => paths.map((path) => `${path.join('/')}.sh`));
const patterns = fc
  .tuple(
    fc.constantFrom('', '', '', '!', '/', '!/', '**/', '\\!', '#'),
    fc.array(
      fc.oneof(
        names,
        fc.constantFrom('*', '**', '?', '*.sh', 'a*', '[ab]', '[!a].sh', '*.tmp.sh'),
        fc.constantFrom(
          'l*b',
          '*l*',
          '***',
          '[[:alpha:]]',
          '[[:nothing:]]',
          '[]a]',
          '[a-',
          '[^-b]',
        ),
        fc.constantFrom(
          '?ui*d',
          '\\a',
          '[\\a-c].sh',
          '*[[:space:]]*',
          '[c-a]',
          '[a/b]',
          'x\\ y',
          'a.??p',
        ),
      ),
      {
        minLength: 1,
        maxLength: 3,
      },
    ),
    fc.constantFrom('', '', '/', '/*', '/**', ' ', '\\ '),
  )
  .map(([before, middle, behind]) => before + middle.join('/') + behind)
  // A list with more `**` in a line is not used.
  .filter((pattern) => pattern.split('**').length <= 4);
const lists = fc.array(patterns, { maxLength: 5 }).map((lines) => lines.join('\n'));
const repositories = fc.record({
  files,
  root: lists,
  nested: fc.array(fc.tuple(fc.array(names, { minLength: 1, maxLength: 2 }), lists), {
    maxLength: 2,
  }),
  unshared: lists,
});

function git(folder: string, ...words: string[]): string {
  const env = {
    ...process.env,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_SYSTEM: '/dev/null',
    HOME: folder,
  };
  return execFileSync('git', ['-C', folder, ...words], { encoding: 'utf8', env });
}

async function walked(folder: string): Promise<readonly string[]> {
  const parts = {
    access: diskAccess(() => [folder]),
    excluded: () => [],
    isOpen: () => false,
    leftOut: (message: string) => assert.fail(message),
    turn: () => Promise.resolve(),
  };
  const walk = walkFiles(parts, { folders: [folder], limit: 1000, isUnwanted: () => false });
  const found: string[] = [];
  for await (const batch of walk.files) {
    for (const { path } of batch) found.push(path.slice(folder.length + 1));
  }
  return found.toSorted();
}

describe('the walk', () => {
  it('leaves out exactly the files that git ignores, with lists in several folders', async () => {
    await fc.assert(
      fc.asyncProperty(repositories, async ({ files: paths, root, nested, unshared }) => {
        const folder = realpathSync(mkdtempSync(join(tmpdir(), 'monitor-guard-git-')));
        try {
          git(folder, 'init', '-q');
          const write = (name: string, text: string): void => {
            mkdirSync(dirname(join(folder, name)), { recursive: true });
            writeFileSync(join(folder, name), text);
          };
          for (const path of paths) write(path, SCRIPT);
          write('.gitignore', root);
          for (const [path, list] of nested) write(`${path.join('/')}/.gitignore`, list);
          write('.git/info/exclude', unshared);
          const listed = git(folder, 'ls-files', '-z', '-o', '--exclude-standard').split('\0');
          const expected = listed.filter((path) => path.endsWith('.sh')).toSorted();
          assert.deepEqual(await walked(folder), expected);
        } finally {
          rmSync(folder, { recursive: true });
        }
      }),
      { numRuns: Number(process.env['GUARD_IGNORE_RUNS'] ?? 150) },
    );
  });
});
