/** Which settings the command line uses for which file. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makeFolder } from '../protocol/workspace-folder.ts';
import { runCommand } from '../support/command-line.ts';

const FILE = '.qemu-monitor-guard.json';
const SCRIPT = 'qemu-system-x86_64 -monitor tcp:0.0.0.0:4444,server\n';

function severity(severity: string): object {
  return { rules: { 'monitor-on-network': severity } };
}

/** The severities of what is found, by path. */
async function severities(folder: string, words: readonly string[] = []) {
  const { out } = await runCommand(folder, ['-f', 'json', ...words]);
  const findings: { path: string; severity: string }[] = JSON.parse(out).findings;
  return Object.fromEntries(findings.map((one) => [one.path, one.severity]));
}

describe('overrides', () => {
  const FILES = {
    [FILE]: JSON.stringify({
      ...severity('warning'),
      overrides: [{ files: ['lab'], ...severity('hint') }],
    }),
    'run.sh': SCRIPT,
    'lab/run.sh': SCRIPT,
  };

  it('hold for the files that they name, however these are named', async (t) => {
    const folder = makeFolder(t, FILES);
    const root = folder.path('.');
    assert.deepEqual(await severities(root), { 'run.sh': 'warning', 'lab/run.sh': 'hint' });
    assert.deepEqual(await severities(root, ['lab/run.sh']), { 'lab/run.sh': 'hint' });
    assert.deepEqual(await severities(folder.path('lab')), { 'run.sh': 'hint' });
  });

  it('do not win over the command line', async (t) => {
    const root = makeFolder(t, FILES).path('.');
    assert.deepEqual(await severities(root, ['--rule', 'monitor-on-network=error']), {
      'run.sh': 'error',
      'lab/run.sh': 'error',
    });
  });
});
