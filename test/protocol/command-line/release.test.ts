/** A release is made by one command, tagged by another, and a tag that is none is told, in a clone with a stand-in for the package. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { ROOT } from '../../../scripts/toolchain.mjs';
import { plainEnvironment } from '../../support/lsp-client.ts';
import { readManifest } from '../../support/repository.ts';
import { makeFolder, type WorkspaceFolder } from '../workspace-folder.ts';

const NODE = join(ROOT, 'node_modules', '.bin', 'node');
const TGZ = 'what npm would pack';
/** A file's name with a version in it is renewed by a release, and so is written nowhere as a whole. */
const PACKAGE = `qemu-monitor-guard-${'7.8.9'}.tgz`;

function run(
  folder: WorkspaceFolder,
  program: string,
  words: readonly string[],
  more: NodeJS.ProcessEnv = {},
) {
  const { GITHUB_REF_NAME: _, ...env } = plainEnvironment();
  const who = ['AUTHOR', 'COMMITTER'].flatMap((role) => [
    [`GIT_${role}_NAME`, 'Somebody'],
    [`GIT_${role}_EMAIL`, 'somebody@example.org'],
  ]);
  return spawnSync(program, words, {
    cwd: folder.path('clone'),
    encoding: 'utf8',
    env: { ...env, ...Object.fromEntries(who), GUARD_PACKAGES: folder.path('packages'), ...more },
  });
}

function done(folder: WorkspaceFolder, program: string, ...words: readonly string[]): string {
  const { status, stdout, stderr } = run(folder, program, words);
  assert.equal(status, 0, stderr);
  return stdout;
}

/** A clone of what is committed here, with built files that stand for those of the package. */
function makeClone(t: TestContext): WorkspaceFolder {
  const folder = makeFolder(t, { [`packages/${PACKAGE}`]: TGZ });
  const clone = spawnSync('git', ['clone', '--quiet', ROOT, folder.path('clone')], {
    encoding: 'utf8',
  });
  assert.equal(clone.status, 0, clone.stderr);
  symlinkSync(join(ROOT, 'node_modules'), folder.path('clone/node_modules'));
  // What is cloned may be a release itself.
  folder.write('clone/CHANGELOG.md', '# Changelog\n\n## Unreleased\n\n- Something\n');
  const readme = readFileSync(folder.path('clone/README.md'), 'utf8');
  folder.write(
    'clone/README.md',
    `<!-- before a release -->\n\nnot yet\n\n<!-- with a release\n\nnow\n\n-->\n\n${readme}`,
  );
  done(folder, 'git', 'rm', '-r', '--quiet', '--ignore-unmatch', 'dist');
  done(folder, 'git', 'commit', '--quiet', '--all', '--message', 'Go on');
  folder.write('clone/.git/info/exclude', '/node_modules\n');
  for (const name of [
    'cli.js',
    'server.js',
    'server-thread.js',
    'package.json',
    'sbom.cdx.json',
    'third-party-notices.txt',
  ]) {
    folder.write(`clone/.cache/npm-package/dist/${name}`, `built ${name}\n`);
  }
  return folder;
}

const release = (folder: WorkspaceFolder, word: string, more: NodeJS.ProcessEnv = {}) =>
  run(folder, NODE, ['scripts/release.ts', word], more);

describe('npm run release', () => {
  it('makes the sources those of a release, and tags them with the program built', (t) => {
    const folder = makeClone(t);
    const read = (path: string) => readFileSync(folder.path(`clone/${path}`), 'utf8');
    const made = release(folder, '7.8.9');
    assert.equal(made.status, 0, made.stderr);
    assert.equal(JSON.parse(read('package.json')).version, '7.8.9');
    assert.equal(JSON.parse(read('package-lock.json')).packages[''].version, '7.8.9');
    assert.match(read('CHANGELOG.md'), /^# Changelog\n\n## 7\.8\.9 \(\d{4}-\d\d-\d\d\)$/m);
    const page = read('docs/ci.md');
    const sum = createHash('sha256').update(TGZ).digest('hex');
    assert.ok(page.includes(`echo "${sum}  ${PACKAGE}" | sha256sum --check`));
    assert.ok(page.includes(`GUARD_SHA256: ${sum}`));
    assert.match(page, /uses: qemu-monitor-guard\/qemu-monitor-guard@v7\.8\.9$/m);
    assert.doesNotMatch(page, /<!--|Nothing is published/);
    assert.match(read('README.md'), /^now\n\n# /);
    assert.match(read('server/src/service/project-address.ts'), /VERSION = '7\.8\.9';$/m);
    assert.match(read('docs/rules/monitor-on-network.md'), /since 0\.1\.0/);

    const early = release(folder, '--tag');
    assert.equal(early.status, 1);
    assert.match(early.stderr, /not committed/);
    done(folder, 'git', 'commit', '--quiet', '--all', '--message', 'Release');
    const tagged = release(folder, '--tag');
    assert.equal(tagged.status, 0, tagged.stderr);
    assert.equal(done(folder, 'git', 'show', 'v7.8.9:dist/cli.js'), 'built cli.js\n');
    assert.equal(
      done(folder, 'git', 'rev-parse', 'v7.8.9~1'),
      done(folder, 'git', 'rev-parse', 'HEAD'),
    );
    assert.equal(done(folder, 'git', 'ls-files', 'dist'), '');
    assert.equal(done(folder, 'git', 'status', '--porcelain'), '');

    done(folder, 'git', 'checkout', '--quiet', 'v7.8.9');
    const checked = release(folder, '--check', { GITHUB_REF_NAME: 'v7.8.9' });
    assert.equal(checked.status, 0, checked.stderr);

    folder.write('clone/.cache/npm-package/dist/cli.js', 'another one\n');
    folder.write(`packages/${PACKAGE}`, 'another one');
    const wrong = release(folder, '--check', { GITHUB_REF_NAME: 'v7.8.8' });
    assert.equal(wrong.status, 1);
    assert.match(wrong.stderr, /^The tag v7\.8\.8 is not v7\.8\.9$/m);
    assert.match(wrong.stderr, /^docs\/ci\.md has another checksum than [0-9a-f]{64}$/m);
    assert.match(wrong.stderr, /^dist\/cli\.js is not what these sources give$/m);
  });

  it('says of sources that are none what is missing', (t) => {
    const folder = makeClone(t);
    const { version } = readManifest();
    folder.write(`packages/qemu-monitor-guard-${version}.tgz`, TGZ);
    const { status, stderr } = release(folder, '--check');
    assert.equal(status, 1);
    assert.match(stderr, /^CHANGELOG\.md begins with Unreleased$/m);
    assert.match(stderr, /^README\.md says what is so before a release$/m);
    assert.match(stderr, /^dist\/cli\.js is not what these sources give$/m);
  });
});
