/** `running` describes real QEMUs in their own namespaces, with and without privileges. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { makeFolder } from '../protocol/workspace-folder.ts';
import { plainEnvironment } from '../support/lsp-client.ts';
import { NAMESPACES } from './namespaces.ts';
import { isHere } from './needs.ts';
import type { Told } from './running/worker.ts';

const WORKER = fileURLToPath(new URL('running/worker.ts', import.meta.url));

interface Monitor {
  readonly transport: string;
  readonly address: string;
  readonly audience: string;
  readonly severity?: string;
  readonly rule?: string;
  readonly reality: { readonly kind: string; readonly to?: string; readonly words?: string };
}

interface Machine {
  readonly pid: number;
  readonly user: string;
  readonly name: string;
  readonly monitors: readonly Monitor[];
}

/** What is said of the monitors of each machine, in short. */
function shortly(out: string): Readonly<Record<string, readonly string[]>> {
  const { machines } = JSON.parse(out) as { readonly machines: readonly Machine[] };
  return Object.fromEntries(
    machines.map(({ name, monitors }) => [
      name,
      monitors.map(({ transport, audience, rule, reality }) =>
        [transport, audience, rule ?? '-', reality.kind, reality.to ?? '-'].join(' '),
      ),
    ]),
  );
}

const canTry = isHere('qemu-system-x86_64');

describe('running', () => {
  if (!canTry) return;

  it('lists the open monitors of real QEMUs and who can open each', async (t) => {
    const folder = makeFolder(t);
    const { stdout, stderr, status } = spawnSync(
      'unshare',
      [...NAMESPACES, process.execPath, WORKER, folder.path('.')],
      { encoding: 'utf8', env: plainEnvironment(), timeout: 300_000 },
    );
    assert.equal(status, 0, stderr);
    const { own, text, unprivileged } = JSON.parse(stdout) as Told;
    // What a daemon has read from a folder that it has left is not known.
    assert.equal(own.code, 2);
    assert.deepEqual(shortly(own.out), {
      open: ['tcp network monitor-on-network open network'],
      local: ['tcp host monitor-on-loopback open host'],
      private: ['unix user - open user'],
      // Its command line says nothing of the chmod behind it.
      shared: ['unix host monitor-socket-open-to-others open host'],
      closed: ['unix user - open user'],
      config: ['tcp network monitor-on-network open network'],
      relative: ['tcp network monitor-on-network open network'],
      left: [],
      handed: ['socket network monitor-on-network open network'],
      shown: ['tcp network vnc-without-authentication open network'],
      daemon: ['telnet network monitor-on-network open network'],
      abstract: ['unix host monitor-on-abstract-socket open host'],
      terminal: ['stdio user - none -'],
      contained: ['tcp network monitor-on-network open network', 'unix user - open user'],
      another: ['tcp host monitor-on-loopback open host'],
    });
    for (const { out, err } of [own, text]) {
      assert.doesNotMatch(
        out + err,
        /hunter2|-object|secret\.cfg/,
        'what is no monitor may be a secret',
      );
    }
    assert.match(
      text.out,
      /^shared \(pid \d+, user \w+\)\n {2}QMP unix .*any local user \(open now, mode 777\)/m,
    );
    assert.match(text.out, /^left .*\n {2}unknown: 1 config file cannot be read/m);
    assert.match(text.err, /^15 QEMUs running, 15 monitors$/m);
    if (unprivileged === undefined) {
      t.diagnostic('without root there is no second user to try');
      return;
    }
    const { machines } = JSON.parse(own.out) as { readonly machines: readonly Machine[] };
    assert.equal(machines.find(({ name }) => name === 'another')?.user, 'nobody');
    const seen = shortly(unprivileged.out);
    assert.deepEqual(seen['open'], ['tcp network monitor-on-network open network']);
    assert.deepEqual(seen['shared'], ['unix host monitor-socket-open-to-others open host']);
    // Its folder lets no other user in.
    assert.deepEqual(seen['private'], ['unix user - open user']);
    assert.deepEqual(seen['contained']?.[0], 'tcp network monitor-on-network open network');
    assert.deepEqual(seen['handed'], ['socket user - unknown -']);
    assert.deepEqual(seen['config'] ?? [], []);
    assert.equal(unprivileged.code, 2);
    assert.match(unprivileged.err, /things could not be seen, marked unknown: root may see more/);
  });
});
