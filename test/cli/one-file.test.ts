/** Checking one file says of it what checking the whole tree says. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { makeFolder } from '../protocol/workspace-folder.ts';
import { runCommand } from '../support/command-line.ts';

const MARK = { '.qemu-monitor-guard.json': '{}' };

/** Files that bring in each other in all the ways that names are written. */
const TREE: Readonly<Record<string, string>> = {
  ...MARK,
  'lib/vm.sh': '#!/bin/sh\nstart_vm() { qemu-system-x86_64 -m 1G "$@" $EXTRA; }\n',
  'run.sh':
    '#!/bin/sh\nHERE=$(dirname "$0")\n. "$HERE/lib/vm.sh"\nstart_vm -monitor tcp:0.0.0.0:4444,server\n',
  'defaults.sh': 'EXTRA="-qmp tcp::4445,server"\n',
  'through.sh': '#!/bin/sh\n. ./defaults.sh\n. ./lib/vm.sh\nstart_vm\n',
  'names.sh': 'LIB=settings/vm.defaults\n',
  'by-variable.sh': '#!/bin/sh\n. ./names.sh\n. "$LIB"\nqemu-system-x86_64 $MONITOR\n',
  'settings/vm.defaults': 'if x; then y; fi\nMONITOR="-monitor tcp::4446,server"\n',
  'composed.sh':
    '#!/bin/sh\nfor part in one two; do . "./parts/$part.sh"; done\nqemu-system-arm $ONE\n',
  'parts/one.sh': 'ONE="-monitor telnet::4447,server"\n',
  'parts/two.sh': 'TWO=2\n',
  'in-string.sh': '#!/bin/sh\nbash -c ". ./parts/one.sh; qemu-system-arm \\$ONE"\n',
  'quiet.sh': '#!/bin/sh\n. ./lib/log.sh\nlog hello\n',
  'lib/log.sh': '#!/bin/sh\nlog() { echo "$@"; }\n',
  'machine.cfg':
    '[chardev "m"]\n  backend = "socket"\n  host = "0.0.0.0"\n  port = "4448"\n  server = "on"\n[mon "m"]\n  chardev = "m"\n',
  'config.sh': '#!/bin/sh\nqemu-system-x86_64 -readconfig machine.cfg\n',
  Makefile: 'include rules.mk\nrun:\n\tqemu-system-arm $(FLAGS)\n',
  'rules.mk': 'FLAGS = -monitor tcp::4449,server\n',
  'ci.yml':
    'jobs:\n  a:\n    runs-on: x\n    steps:\n      - run: |\n          . ./defaults.sh\n          qemu-system-arm $EXTRA\n',
};

interface Finding {
  readonly path: string;
}

async function findingsIn(folder: string, words: readonly string[]): Promise<readonly Finding[]> {
  const { out } = await runCommand(folder, ['-f', 'json', ...words]);
  return JSON.parse(out).findings;
}

async function holdsFor(folder: string, names: readonly string[]): Promise<number> {
  const all = await findingsIn(folder, []);
  const ofFile = (findings: readonly Finding[], name: string) =>
    findings.filter(({ path }) => path === name);
  for (const name of names) {
    assert.deepEqual(ofFile(await findingsIn(folder, [name]), name), ofFile(all, name), name);
  }
  return all.length;
}

describe('checking one file', () => {
  it('says of it what checking the tree says, whatever brings it in', async (t) => {
    const folder = makeFolder(t, TREE);
    const names = Object.keys(TREE).filter((name) => !name.startsWith('.'));
    assert.equal(await holdsFor(folder.path('.'), names), 6);
  });

  it('says so of the examples', async (t) => {
    const examples = new URL('../../examples/', import.meta.url);
    const names = readdirSync(examples).filter((name) => !name.endsWith('.md'));
    const files = names.map((name) => [name, readFileSync(new URL(name, examples), 'utf8')]);
    const folder = makeFolder(t, { ...Object.fromEntries(files), ...MARK });
    assert.ok((await holdsFor(folder.path('.'), names)) > 20);
  });
});
