/**
 * Other versions of QEMU than the installed one agree with the known command lines. `GUARD_QEMU_VERSIONS` names them, such
 * as `5.2 7.2`; the default is the newest known one. `scripts/older-qemu.mjs` fetches each into a cache; a sentence names a
 * version that cannot be fetched.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { tryVectors } from './try-vectors.ts';

const wanted = (process.env['GUARD_QEMU_VERSIONS'] ?? '11.1').split(/[\s,]+/).filter(Boolean);
const bring = join(import.meta.dirname, '..', '..', 'scripts', 'older-qemu.mjs');

for (const version of wanted) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bring, version], {
    encoding: 'utf8',
    timeout: 240_000,
  });
  const [system, daemon] = stdout.split('\n');
  if (status === 0 && system && daemon) {
    await tryVectors(
      new Map([
        ['qemu-system-x86_64', system],
        ['qemu-storage-daemon', daemon],
      ]),
    );
  } else {
    test(`QEMU ${version} cannot be fetched from here`, (t) => t.diagnostic(stderr.trim()));
  }
}
