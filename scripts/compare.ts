// Compares what two builds say of folders: findings, fixes with their edits, machines, clients, what was not followed.
//
//     npm run compare -- OLD NEW FOLDER…
//
// A build is a folder with a `dist` in it (`.` after `npm run build`), or a revision of git, which is built in a
// temporary worktree. Each FOLDER is looked at as a project of its own, with uncertain findings and related services.
// Prints each file of which the two say different things, `-` before what only OLD says, `+` before what only NEW says,
// and exits with 1 if there is any, with 2 if a build fails.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Facts, linesOfDifference } from './compare/differences.ts';

const ROOT = join(import.meta.dirname, '..');
const READER = join(import.meta.dirname, 'compare/read-folders.ts');

/** A build that can be asked; `end` removes what was made for it. */
interface Build {
  readonly dist: string;
  readonly end: () => void;
}

function openBuild(name: string): Build {
  if (existsSync(join(name, 'dist/server-thread.js')))
    return { dist: resolve(name, 'dist'), end: () => undefined };
  const git = (...words: readonly string[]): string =>
    execFileSync('git', words, { cwd: ROOT, encoding: 'utf8' }).trim();
  const commit = git('rev-parse', '--verify', '--quiet', `${name}^{commit}`);
  const folder = mkdtempSync(join(tmpdir(), 'compare-'));
  const end = (): void => {
    rmSync(folder, { recursive: true, force: true });
    git('worktree', 'prune');
  };
  try {
    git('worktree', 'add', '--detach', '--quiet', folder, commit);
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    execFileSync(process.execPath, ['esbuild.mjs'], { cwd: folder, stdio: 'inherit' });
  } catch (error) {
    end();
    throw error;
  }
  return { dist: join(folder, 'dist'), end };
}

/** What a build says of folders, in a process of its own. */
async function factsOf({ dist }: Build, folders: readonly string[]): Promise<Facts> {
  const child = spawn(process.execPath, [READER, dist, ...folders], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => void chunks.push(chunk));
  const code = await new Promise<number | null>((done) => void child.on('close', done));
  if (code !== 0) throw new Error(`${dist} ended with ${code}`);
  return new Map(JSON.parse(Buffer.concat(chunks).toString('utf8')));
}

/** Prints the differences; whether there are any. */
export async function compare(
  [before, after]: readonly [string, string],
  folders: readonly string[],
  print: (text: string) => void,
): Promise<boolean> {
  const builds: Build[] = [];
  try {
    for (const name of [before, after]) builds.push(openBuild(name));
    const paths = folders.map((folder) => resolve(folder));
    const [old = new Map(), now = new Map()] = await Promise.all(
      builds.map((build) => factsOf(build, paths)),
    );
    const lines = linesOfDifference(old, now);
    for (const line of lines) print(`${line}\n`);
    const count = [...now.values()].reduce((sum, facts) => sum + facts.length, 0);
    const differing = lines.filter((line) => !/^[-+ ]/.test(line)).length;
    print(`${now.size} files, ${count} facts, ${differing} files with differences\n`);
    return differing > 0;
  } finally {
    for (const build of builds) build.end();
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [before, after, ...folders] = process.argv.slice(2);
  if (before === undefined || after === undefined || folders.length === 0) {
    process.stderr.write('usage: npm run compare -- OLD NEW FOLDER…\n');
    process.exitCode = 2;
  } else {
    try {
      const isDifferent = await compare([before, after], folders, (text) => {
        process.stdout.write(text);
      });
      process.exitCode = isDifferent ? 1 : 0;
    } catch (error) {
      process.stderr.write(`${String(error)}\n`);
      process.exitCode = 2;
    }
  }
}
