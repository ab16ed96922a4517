import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { globProblem, matchesGlob } from '../../../server/src/service/settings/glob.ts';

/** Which of the paths a pattern matches. */
function matched(pattern: string, paths: string): string {
  return paths
    .split(' ')
    .filter((path) => matchesGlob(pattern, path))
    .join(' ');
}

describe('a pattern of paths', () => {
  it('without a star is a path, and all that is in it where that is a folder', () => {
    assert.equal(
      matched('lab', 'lab lab/run.sh lab/a/b.sh labs x/lab'),
      'lab lab/run.sh lab/a/b.sh',
    );
    assert.equal(matched('lab/', 'lab/run.sh labs/run.sh'), 'lab/run.sh');
    assert.equal(matched('lab/run.sh', 'lab/run.sh lab/run.sh.orig run.sh'), 'lab/run.sh');
  });

  it('has a star for any characters of one name, a dot in front included', () => {
    assert.equal(matched('*.sh', 'a.sh .sh .a.sh lab/a.sh a.bash'), 'a.sh .sh .a.sh');
    assert.equal(matched('lab/*', 'lab/a.sh lab/b/c.sh lab'), 'lab/a.sh lab/b/c.sh');
    assert.equal(matched('r*n*', 'run rn ran-now fun'), 'run rn ran-now');
  });

  it('has a question mark for one character', () => {
    assert.equal(matched('vm?.sh', 'vm1.sh vm.sh vm12.sh'), 'vm1.sh');
  });

  it('has two stars for any number of folders', () => {
    assert.equal(
      matched('**/run.sh', 'run.sh a/run.sh a/b/run.sh a/run.sh.x'),
      'run.sh a/run.sh a/b/run.sh',
    );
    assert.equal(matched('a/**/z', 'a/z a/b/z a/b/c/z/y b/z'), 'a/z a/b/z a/b/c/z/y');
    assert.equal(matched('**', 'a a/b'), 'a a/b');
    assert.equal(matched('a/**', 'a/b a/b/c ab/c'), 'a/b a/b/c');
  });

  it('takes upper and lower case, dots and pluses as they are', () => {
    assert.equal(
      matched('Lab/a+b.sh', 'lab/a+b.sh Lab/a+b.sh Lab/aab.sh Lab/a+bxsh'),
      'Lab/a+b.sh',
    );
  });

  it('is not slow where a regular expression would be', () => {
    const stars = '*a'.repeat(200);
    assert.equal(matchesGlob(stars, `${'a'.repeat(4000)}b`), false);
    const folders = '**/a/'.repeat(200);
    assert.equal(matchesGlob(`${folders}b`, 'a/'.repeat(1500) + 'c'), false);
  });

  it('says why it could match nothing', () => {
    const problems = [
      ...['/lab', '~/lab', 'C:/lab', '', 'lab//a', './lab', '../lab', 'lab/./a'],
      ...['lab\\a', '*.{sh,bash}', '[ab].sh', '!lab', 'lab', 'a!b', '**/*.sh', 'lab/', '...'],
    ].map((pattern) => `${pattern}: ${globProblem(pattern) ?? 'fine'}`);
    assert.deepEqual(problems, [
      ...['/lab: absolute', '~/lab: absolute', 'C:/lab: absolute', ': empty', 'lab//a: empty'],
      ...['./lab: dots', '../lab: dots', 'lab/./a: dots', 'lab\\a: characters'],
      ...['*.{sh,bash}: characters', '[ab].sh: characters', '!lab: characters', 'lab: fine'],
      ...['a!b: fine', '**/*.sh: fine', 'lab/: fine', '...: fine'],
    ]);
  });
});
