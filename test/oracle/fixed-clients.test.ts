/**
 * Clients follow a moved monitor: a script talks to a real QEMU over the UNIX socket and gets the answer that it got over
 * TCP before the fix. Each run has its own network, and ends with the script.
 */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { applyEdits } from '../../server/src/text/edit.ts';
import { analyzeText, firstFixes } from '../support/check.ts';
import { CLIENT_SCRIPTS, type ClientScript } from './data/client-scripts.ts';
import { NAMESPACES } from './namespaces.ts';
import { isHere, temporaryFolder } from './needs.ts';

const folder = temporaryFolder();

/** The script after its fixes, the preferred one of each finding; the first must take the clients along. */
function fixed({ script, updates }: ClientScript): string {
  const fix = firstFixes(script).find(({ preferred }) => preferred);
  assert.ok(fix, 'no fix is preferred');
  const clients = updates === 1 ? '1 client' : `${updates} clients`;
  assert.equal(fix.title, `Switch to a UNIX socket and update ${clients}`);
  const text = applyEdits(script, fix.edits) ?? assert.fail('the edits overlap');
  const needsMore = text.includes('socat') && !script.includes('socat');
  assert.equal(fix.safety, needsMore ? 'review' : 'safe');
  assert.deepEqual(analyzeText(text).findings, [], text);
  return text;
}

/** What says where a socket comes to lie: a session has the first, and cron, `su` and containers only the second. */
const PLACES = ['XDG_RUNTIME_DIR', 'HOME'] as const;
type Place = (typeof PLACES)[number];

/** Runs a script where only it is, for a few seconds at most; gives all that it prints. */
async function run(script: string, name: string, place: Place): Promise<string> {
  const directory = join(folder, name.replaceAll(/\W+/g, '-'));
  mkdirSync(directory);
  const file = join(directory, 'run.sh');
  writeFileSync(file, script);
  const start = `ip link set lo up && exec timeout -k 1 30 bash "$1"`;
  const command = ['bash', '-c', start, 'bash', file];
  const child = spawn('unshare', [...NAMESPACES, ...command], {
    cwd: directory,
    env: { PATH: process.env['PATH'], [place]: directory },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += String(text);
    });
  }
  await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  return output;
}

/** What ShellCheck says of a script, by its codes. */
function complaints(script: string): readonly number[] {
  const { stdout } = spawnSync('shellcheck', ['--format=json', '-'], {
    input: script,
    encoding: 'utf8',
  });
  const found: readonly { readonly code: number }[] = JSON.parse(stdout);
  return found.map(({ code }) => code).toSorted((a, b) => a - b);
}

const TOOLS = ['qemu-system-x86_64', 'nc.openbsd', 'ncat', 'socat', 'telnet', 'shellcheck'];
if (isHere(...TOOLS)) {
  describe('QEMU answers its clients after a fix moved both', { concurrency: 2 }, () => {
    for (const [index, [name, case_]] of Object.entries(CLIENT_SCRIPTS).entries()) {
      const place = PLACES[index % PLACES.length] ?? 'HOME';
      it(`with ${name}`, async () => {
        const text = fixed(case_);
        const check = spawnSync('bash', ['-n'], { input: text, encoding: 'utf8' });
        assert.equal(check.stderr, '', text);
        // An expansion in a string for a shell that ShellCheck does not take for one, and a variable of the old address.
        const accepted = [2016, 2034, ...complaints(case_.script)];
        const added = complaints(text).filter((code) => !accepted.includes(code));
        assert.deepEqual(added, [], `ShellCheck complains of\n${text}`);
        assert.match(await run(case_.script, `${name} before`, place), case_.answers, 'over TCP');
        assert.match(await run(text, `${name} after`, place), case_.answers, text);
      });
    }
  });
}
