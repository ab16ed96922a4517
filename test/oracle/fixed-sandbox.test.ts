/**
 * A QEMU with `-sandbox on,spawn=deny` runs no program for a client of its monitor; the same script before the fix does.
 */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { applyFix } from '../support/check.ts';
import { isHere, runAlone, temporaryFolder } from './needs.ts';

const QEMU = 'qemu-system-x86_64 -machine none -display none -S -no-user-config';
const TITLE = 'deny-spawn';

const SCRIPTS: Readonly<Record<string, string>> = {
  'a device string': `${QEMU} -nodefaults -monitor tcp:0.0.0.0:4444,server,nowait -name x\n`,
  'a continued command': `${QEMU} \\\n  -nodefaults \\\n  -monitor tcp::4444,server=on,wait=off \\\n  -name x\n`,
  'an array': `a=(\n  -nodefaults\n  -monitor tcp::4444,server=on,wait=off # why\n)\n${QEMU} "\${a[@]}"\n`,
  'a chardev': `${QEMU} -nodefaults -chardev socket,id=m,host=,port=4444,server=on,wait=off -mon m\n`,
  'a string': `A="-nodefaults -monitor tcp::4444,server=on,wait=off"\n${QEMU} $A\n`,
  'a sandbox that lets programs start': `${QEMU} -sandbox on,obsolete=deny -monitor tcp::4444,server,nowait\n`,
  'a user network': `${QEMU} -nodefaults -netdev user,id=n -monitor tcp::4444,server,nowait\n`,
};

/** Runs `run.sh`, and has its monitor make the file `mark` by a program, in a network of their own. */
const DRIVER = `ip link set lo up
bash run.sh 2>errors &
until exec 3<>/dev/tcp/127.0.0.1/4444; do
  sleep 0.05
done 2>/dev/null
printf 'migrate "exec:cat >/dev/null; touch mark"\\nquit\\n' >&3
timeout 60 cat <&3
wait
`;

const folder = temporaryFolder();

/** What the monitor said, and whether the program was run. */
function commandAProgram(script: string): { readonly said: string; readonly wasRun: boolean } {
  const directory = mkdtempSync(join(folder, 'run-'));
  writeFileSync(join(directory, 'run.sh'), script);
  const { stdout } = runAlone(directory, DRIVER);
  return { said: stdout, wasRun: existsSync(join(directory, 'mark')) };
}

const canTry = isHere('qemu-system-x86_64');

describe('a QEMU with spawn=deny', () => {
  for (const [name, script] of Object.entries(canTry ? SCRIPTS : {})) {
    it(`starts no program, with ${name}`, () => {
      const before = commandAProgram(script);
      assert.match(before.said, /QEMU .* monitor/);
      assert.equal(before.wasRun, true, before.said);
      const fixed = applyFix(script, TITLE);
      const { said, wasRun } = commandAProgram(fixed);
      assert.match(said, /Failed to fork \(Operation not permitted\)/, fixed);
      assert.equal(wasRun, false, fixed);
    });
  }
});
