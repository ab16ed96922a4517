/**
 * Clients in other files follow: small projects run before and after `check --fix`, with a program in QEMU's place that only
 * listens and records its clients. Each run has its own network.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { FOLLOWING } from '../service/fixes/projects/table.ts';
import { runCommand } from '../support/command-line.ts';
import { NAMESPACES } from './namespaces.ts';
import { isHere, temporaryFolder } from './needs.ts';

/** A QEMU that listens where `-monitor` says, and ends after a while. */
const STUB = `#!${process.execPath}
const { appendFileSync, rmSync, writeFileSync } = require('node:fs');
const words = process.argv.slice(2);
const [address] = words[words.indexOf('-monitor') + 1].split(',');
const server = require('node:net').createServer((socket) => {
  appendFileSync(process.env.SEEN, 'x');
  socket.on('error', () => {}).end('(qemu) ');
});
const tcp = /^tcp:(.*):(\\d+)$/.exec(address);
const ready = () => writeFileSync(process.env.READY, '');
if (tcp) server.listen(Number(tcp[2]), tcp[1], ready);
else {
  // As QEMU does.
  const path = address.replace(/^unix:/, '');
  rmSync(path, { force: true });
  server.listen(path, ready);
}
setTimeout(() => process.exit(), 10_000);
`;

/** Starts the project's QEMU, waits until it listens, and runs its client. */
const DRIVER = `ip link set lo up
export MON_PORT=4444
sh run.sh &
until [ -e "$READY" ]; do sleep 0.05; done
timeout 5 sh -c "$1"
`;

const folder = temporaryFolder();

/** How many connections arrived while the client of a project ran. */
function connections(project: string, client: string, name: string, home: string): number {
  const seen = join(folder, `${name}.seen`);
  const env = {
    PATH: `${join(folder, 'bin')}:${process.env['PATH']}`,
    [home]: join(folder, 'home with a blank'),
    READY: join(folder, `${name}.ready`),
    SEEN: seen,
  };
  const command = ['sh', '-c', DRIVER, 'sh', client];
  spawnSync('unshare', [...NAMESPACES, ...command], { cwd: project, env, timeout: 120_000 });
  return existsSync(seen) ? readFileSync(seen, 'utf8').length : 0;
}

if (isHere('nc', 'socat', 'make', 'ip')) {
  mkdirSync(join(folder, 'bin'));
  mkdirSync(join(folder, 'home with a blank'));
  writeFileSync(join(folder, 'bin/qemu-system-x86_64'), STUB);
  chmodSync(join(folder, 'bin/qemu-system-x86_64'), 0o755);
  describe('a client in another file connects before and after the fix', () => {
    for (const [index, [name, { files, client }]] of Object.entries(FOLLOWING).entries()) {
      it(`from ${name}`, async () => {
        assert.ok(client);
        const project = join(folder, String(index));
        for (const [path, text] of Object.entries(files)) {
          mkdirSync(dirname(join(project, path)), { recursive: true });
          // The client does not start the machine a second time.
          writeFileSync(join(project, path), text.replace('./run.sh\n', ''));
        }
        mkdirSync(join(project, '.git'));
        const home = index % 2 === 0 ? 'HOME' : 'XDG_RUNTIME_DIR';
        const over = connections(project, client, `${index}-tcp`, home);
        assert.ok(over > 0, 'no client arrives over TCP');
        const { err } = await runCommand(project, ['--fix']);
        assert.match(err, /^1 finding fixed in \d files?$/m);
        assert.equal(connections(project, client, `${index}-unix`, home), over);
      });
    }
  });
}
