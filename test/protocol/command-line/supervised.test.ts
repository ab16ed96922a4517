/** The command line's supervisor: what a file that holds the work costs, and what stays when the user wants no more. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, it, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../../support/command-line.ts';
import { plainEnvironment } from '../../support/lsp-client.ts';
import { makeFolder } from '../workspace-folder.ts';

const HELD = fileURLToPath(new URL('../fixtures/held-thread.ts', import.meta.url));

function startHeld(t: TestContext, ...words: string[]) {
  const child = spawn(process.execPath, [HELD, ...words], {
    env: plainEnvironment(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => child.kill('SIGKILL'));
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  const printed = once(child.stdout, 'data');
  const ended = once(child, 'close').then(([code]) => ({ code: code as number, out }));
  return { child, printed, ended };
}

describe('the command line', () => {
  it('goes on without a file that holds it, and says nothing a second time', async (t) => {
    const { code, out } = await startHeld(t).ended;
    assert.equal(out, 'printed\n[{"path":"/held.sh","print":7,"why":"held"}]\n');
    assert.equal(code, 2);
  });

  for (const [signal, expected] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    it(`leaves what it has printed and ends with ${expected} on ${signal}`, async (t) => {
      const { child, printed, ended } = startHeld(t, 'no-file');
      await printed;
      child.kill(signal);
      assert.deepEqual(await ended, { code: expected, out: 'printed\nknown\n' });
    });
  }

  it('hands over what it finds before it has seen all files', async (t) => {
    const open = '#!/bin/sh\nqemu-system-x86_64 -monitor tcp::4444,server,nowait\n';
    const folder = makeFolder(t, { 'a.sh': open, 'b.sh': open });
    for (const [format, expected] of [
      ['concise', /^a\.sh:2:29: .*\n$/],
      ['text', /^a\.sh\n {2}2:29 {2}error .*\n\n$/s],
      ['json', /^$/],
    ] as const) {
      let told = '';
      const { code, out } = await runCommand(folder.path('.'), ['-f', format], {
        known: (text) => {
          told += text;
        },
        isInterrupted: () => told !== '' || format === 'json',
      });
      assert.deepEqual({ code, out }, { code: 130, out: '' }, format);
      assert.match(told, expected);
    }
  });
});
