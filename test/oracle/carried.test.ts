/**
 * Fixed commands in files that carry them: the `yaml` package or JSON takes a command out of the file, sh runs it, and a
 * real QEMU opens its monitor in its own namespaces. Before the fix the monitor listens on the network, afterwards on a
 * UNIX socket; the rest of the command line is the same.
 */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { applyFix } from '../support/check.ts';
import { BARE, isHere, QEMU as PROGRAM, runAlone, temporaryFolder } from './needs.ts';

const QEMU = `${PROGRAM} ${BARE}`;
const WORDS = JSON.stringify([...QEMU.split(' '), '-monitor', 'tcp:0.0.0.0:4444,server,nowait']);
const LINE = `${QEMU} -monitor tcp:0.0.0.0:4444,server,nowait -name "a b"`;

/** A command as its runner gets it: a line for a shell, or words. */
type Command = string | readonly string[];

interface Carrier {
  readonly path: string;
  readonly languageId: string;
  readonly text: string;
  /** What another reader than ours says of it. */
  readonly commandIn: (text: string) => Command;
}

const step = (text: string): Command => parse(text).jobs.a.steps[0].run;
/** Compose replaces variables, and takes one of two dollars away. */
const service = (text: string): Command => {
  const written = JSON.stringify(parse(text).services.vm.command);
  return JSON.parse(written.replaceAll('$$', () => '$'));
};
const instruction = (text: string): string => text.replace(/^[A-Z]+ /, '');

function workflow(run: string): Carrier {
  const text = `on: push\njobs:\n  a:\n    steps:\n      - run: ${run}\n`;
  return { path: '/w/vm.yml', languageId: 'yaml', text, commandIn: step };
}

function compose(command: string): Carrier {
  const text = `services:\n  vm:\n    command: ${command}\n`;
  return { path: '/w/vm.yml', languageId: 'yaml', text, commandIn: service };
}

function dockerfile(text: string, commandIn: Carrier['commandIn']): Carrier {
  return { path: '/w/vm.dockerfile', languageId: 'dockerfile', text: `${text}\n`, commandIn };
}

const CARRIERS: Readonly<Record<string, Carrier>> = {
  'a step': workflow(LINE),
  'a step in quotes': workflow(JSON.stringify(LINE)),
  'a step in single quotes': workflow(`'${LINE}'`),
  'a step of lines': workflow(
    `|\n          ${LINE.replace(' -monitor', ' \\\n            -monitor')}`,
  ),
  'a folded step': workflow(`>-\n          ${LINE.replace(' -monitor', '\n          -monitor')}`),
  'a list of a service': compose(WORDS),
  'a list of lines': compose(
    (JSON.parse(WORDS) as string[]).map((word) => `\n      - ${word}`).join(''),
  ),
  'a service with a shell': compose(JSON.stringify(['sh', '-c', LINE])),
  'a command of an image': dockerfile(`CMD ${LINE}`, instruction),
  'a list of an image': dockerfile(`CMD ${WORDS}`, (text) => JSON.parse(instruction(text))),
  'lines of an image': dockerfile(
    `RUN ${LINE.replace(' -monitor', ' \\\n  # the lab\n  -monitor')}`,
    // What a builder makes of lines that go on.
    (text) =>
      instruction(text)
        .replace(/^\s*#.*\n/gm, '')
        .replace(/\\\n/g, ''),
  ),
};

/** Starts the command and says where its monitor listens: `ip link` is up, and `/run` is empty. */
const DRIVER = `ip link set lo up
mount -t tmpfs none /run
"$@" 2>errors &
while :; do
  name=$(ls /run/*.sock home/*.sock 2>/dev/null)
  if [ -n "$name" ]; then echo "socket \${name##*/}"; break; fi
  if (exec 3<>/dev/tcp/127.0.0.1/4444) 2>/dev/null; then echo network; break; fi
  sleep 0.05
done
tr '\\0' '\\n' </proc/$(pgrep -n qemu-system)/cmdline | grep -c -x -e 'a b'
cat errors >&2
`;

const folder = temporaryFolder();

function listens(command: Command): readonly string[] {
  const directory = mkdtempSync(join(folder, 'run-'));
  const words = typeof command === 'string' ? ['sh', '-c', command] : command;
  const home = join(directory, 'home');
  mkdirSync(home, { mode: 0o700 });
  const env = { PATH: process.env['PATH'], HOME: home };
  const { stdout, stderr } = runAlone(directory, DRIVER, words, env);
  assert.equal(stderr, '');
  return stdout.trim().split('\n');
}

const canTry = isHere(PROGRAM);

describe('the fixed command of', () => {
  for (const [what, { path, languageId, text, commandIn }] of Object.entries(
    canTry ? CARRIERS : {},
  )) {
    it(what, () => {
      const fixed = applyFix(text, 'switch-to-unix', { path, languageId });
      const [before, name] = listens(commandIn(text));
      assert.equal(before, 'network');
      const [now, other] = listens(commandIn(fixed));
      assert.match(now ?? '', /^socket (?:vm|a-b)-monitor\.sock$/);
      assert.equal(other, name);
    });
  }
});
