/**
 * Makes a release of the sources, in two steps with a person's look and commit between them:
 *
 *     npm run release -- 0.1.0    sets the version, which package.json alone says, in all that names it, dates the changelog,
 *                                 has pages say what a release has, and writes the checksum of the package into docs/ci.md
 *     npm run release -- --tag    tags the commit that follows, which carries the built program, so that GitHub runs the
 *                                 action out of it and a branch has no built file
 *
 * `npm run release -- --check` builds again and says what of a tag is not so, which release.yml asks before it publishes.
 * Why: docs/decisions/releases.md
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageForNpm, STAGE } from './npm-package.mjs';
import { npmRun, ROOT } from './toolchain.mjs';

const CHANGELOG = 'CHANGELOG.md';
/** The page with the checksum of the package. */
const CI_PAGE = 'docs/ci.md';
/** Where files name a version of ours: in the names of packages and tags, and in addresses. */
const MENTION =
  /(?<=qemu-monitor-guard(?:-|@v?|\/v|\/blob\/v|\/releases\/download\/v)|such as @v|VERSION = ')\d+\.\d+\.\d+/g;
/** What a page says until there is a release, and what instead from then on. */
const BEFORE = /<!-- before a release -->\n[\s\S]*?<!-- with a release\n\n?([\s\S]*?)\n?-->\n/g;
const CHECKSUM = /CHECKSUM|\b[0-9a-f]{64}\b/g;
const UNRELEASED = /^## (?:Unreleased|\d+\.\d+\.\d+ \(unreleased\))$/m;

function git(words: readonly string[], env: Readonly<Record<string, string>> = {}): string {
  const options = { cwd: ROOT, encoding: 'utf8', env: { ...process.env, ...env } } as const;
  return execFileSync('git', [...words], options).trimEnd();
}

function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

function versionNow(): string {
  return JSON.parse(read('package.json')).version;
}

/** The files of the repository that may name a version. */
function textFiles(): readonly string[] {
  const endings = ['md', 'json', 'ts', 'mjs', 'yml', 'txt'].map((ending) => `*.${ending}`);
  return git(['ls-files', '--', ...endings]).split('\n');
}

function change(path: string, by: (text: string) => string): void {
  const before = read(path);
  const after = by(before);
  if (after !== before) writeFileSync(join(ROOT, path), after);
}

async function makeRelease(version: string): Promise<void> {
  const flags = ['--no-git-tag-version', '--allow-same-version', '--ignore-scripts'];
  if ((await npmRun(['version', version, ...flags], { stdio: 'ignore' })) !== 0) {
    throw new Error(`npm takes ${version} for no version`);
  }
  for (const path of textFiles()) {
    change(path, (text) => {
      const named = text.replace(MENTION, version);
      return path.endsWith('.md') ? named.replace(BEFORE, (_, after: string) => after) : named;
    });
  }
  const today = new Date().toISOString().slice(0, 10);
  change(CHANGELOG, (text) => text.replace(UNRELEASED, `## ${version} (${today})`));
  const checksum = await packageChecksum();
  change(CI_PAGE, (text) => text.replace(CHECKSUM, checksum));
  console.log(`Look at the difference, commit it, then run: npm run release -- --tag`);
}

async function packageChecksum(): Promise<string> {
  const folder = join(ROOT, '.cache', 'packages');
  mkdirSync(folder, { recursive: true });
  return createHash('sha256')
    .update(readFileSync(await packageForNpm(folder)))
    .digest('hex');
}

/** The built files that a tag's commit carries: those of the package. */
function builtFiles(): readonly string[] {
  const { files }: { readonly files: readonly string[] } = JSON.parse(read('npm/package.json'));
  return files.filter((path) => path.startsWith('dist/'));
}

/** What of the sources is not as a release has it, without what is built. */
async function sourceProblems(): Promise<readonly string[]> {
  const version = versionNow();
  const problems: string[] = [];
  const top = /^## (.*)$/m.exec(read(CHANGELOG))?.[1] ?? '';
  if (!top.startsWith(`${version} (2`)) problems.push(`${CHANGELOG} begins with ${top}`);
  for (const path of textFiles()) {
    const text = read(path);
    const others = (text.match(MENTION) ?? []).filter((one) => one !== version);
    if (others.length > 0) problems.push(`${path} names version ${others[0]}`);
    if (path.endsWith('.md') && text.search(BEFORE) >= 0) {
      problems.push(`${path} says what is so before a release`);
    }
  }
  const checksum = await packageChecksum();
  const said = new Set(read(CI_PAGE).match(CHECKSUM));
  if (said.size !== 1 || !said.has(checksum))
    problems.push(`${CI_PAGE} has another checksum than ${checksum}`);
  return problems;
}

function builtProblems(): readonly string[] {
  return builtFiles().flatMap((path) => {
    const built = git(['hash-object', join(STAGE, path)]);
    const carried = git(['ls-tree', 'HEAD', '--format=%(objectname)', '--', path]);
    return built === carried ? [] : [`${path} is not what these sources give`];
  });
}

async function check(): Promise<readonly string[]> {
  const { GITHUB_REF_NAME: tag } = process.env;
  const version = versionNow();
  return [
    ...(tag === undefined || tag === `v${version}` ? [] : [`The tag ${tag} is not v${version}`]),
    ...(await sourceProblems()),
    ...builtProblems(),
  ];
}

/** Tags a commit behind the present one; neither the branch nor any file here changes. */
async function tagRelease(): Promise<readonly string[]> {
  if (git(['status', '--porcelain']) !== '') return ['There is something that is not committed'];
  const problems = await sourceProblems();
  if (problems.length > 0) return problems;
  const tag = `v${versionNow()}`;
  const index = join(ROOT, '.cache', 'release-index');
  rmSync(index, { force: true });
  const apart = { GIT_INDEX_FILE: index };
  git(['read-tree', 'HEAD'], apart);
  for (const path of builtFiles()) {
    const blob = git(['hash-object', '-w', join(STAGE, path)]);
    git(['update-index', '--add', '--cacheinfo', `100644,${blob},${path}`], apart);
  }
  const tree = git(['write-tree'], apart);
  const message = `Release ${tag}, with the program built`;
  const commit = git(['commit-tree', tree, '-p', 'HEAD', '-m', message]);
  git(['tag', '--annotate', '--message', message, tag, commit]);
  console.log(`Push it: git push origin ${tag}`);
  return [];
}

const [, , word = ''] = process.argv;
if (/^\d+\.\d+\.\d+$/.test(word)) await makeRelease(word);
else {
  const problems =
    word === '--check'
      ? await check()
      : word === '--tag'
        ? await tagRelease()
        : ['See the top of scripts/release.ts'];
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
