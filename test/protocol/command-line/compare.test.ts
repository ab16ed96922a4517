/** `npm run compare`: what it sees of a build, and what it says of two. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { linesOfDifference } from '../../../scripts/compare/differences.ts';

const ROOT = join(import.meta.dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'compared-'));
const script = join(folder, 'run.sh');
writeFileSync(
  script,
  'qemu-system-x86_64 -name web -monitor tcp:0.0.0.0:4444,server,nowait &\nnc localhost 4444\n',
);
after(() => rmSync(folder, { recursive: true }));

function run(script: string, ...words: readonly string[]) {
  return spawnSync(process.execPath, [join(ROOT, 'scripts', script), ...words], {
    encoding: 'utf8',
  });
}

describe('compare', () => {
  it('sees findings, fixes with their edits, machines with their monitors, and clients', () => {
    const { stdout, stderr } = run('compare/read-folders.ts', join(ROOT, 'dist'), folder);
    assert.equal(stderr, '');
    const [[path, facts]] = JSON.parse(stdout) as [[string, string[]]];
    assert.equal(path, script);
    const about = (start: string): readonly string[] =>
      facts.filter((fact) => fact.startsWith(start)).map((fact) => fact.slice(start.length));
    assert.match(about('1:43-50 monitor-on-network error: ')[0] ?? '', /HMP/);
    const [fix = ''] = about('1:43-50 monitor-on-network fix switch-to-unix ');
    assert.match(fix, /1:39-69 .*web-monitor\.sock.*, 2:\d+-\d+ .*web-monitor\.sock/);
    assert.deepEqual(about('1:1-19 machine '), ['system web']);
    assert.match(about('1:1-19 monitor ')[0] ?? '', /"address":"0\.0\.0\.0:4444"/);
    assert.match(about('2:1-18 client nc tcp ')[0] ?? '', /^localhost:4444 \[/);
  });

  it('ends with 0 where two builds say the same', () => {
    const { stdout, status } = run('compare.ts', ROOT, ROOT, folder);
    assert.match(stdout, /^1 files, \d+ facts, 0 files with differences\n$/);
    assert.equal(status, 0);
  });

  it('shows what only one of two builds says, file by file in the order of the lines', () => {
    const old = new Map([
      ['b.sh', ['3:1 error', '4:1 error', '9:2 client']],
      ['same.sh', ['1:1 error', '2:2 error']],
    ]);
    const now = new Map([
      ['same.sh', ['2:2 error', '1:1 error']],
      ['b.sh', ['9:2 client', '4:1 error', '2:1 machine']],
      ['a.sh', ['1:1 machine']],
    ]);
    assert.deepEqual(linesOfDifference(old, now), [
      'a.sh',
      '+ 1:1 machine',
      'b.sh',
      '+ 2:1 machine',
      '- 3:1 error',
    ]);
  });
});
