/**
 * A hostile folder: links out of it and round in circles, devices and FIFOs, a file
 * of 10 GB that is all holes, names with control characters and markup, and lists of patterns that would take for ever.
 * strace notes the system's calls of a process that looks at it, which tell what the process did.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { splitWords } from '../../server/src/text/split-words.ts';
import { makeFolder, type WorkspaceFolder } from './workspace-folder.ts';

const SCRIPT = 'kvm -monitor tcp:0.0.0.0:4444,server\n';
const SECRET = 'kvm -qmp tcp:0.0.0.0:5555,server # secret\n';
/** The program; tests do without where it is missing. */
export const STRACE = '/usr/bin/strace';

/** Names of files in the folder that mean something to terminals, to Markdown, to HTML, to shells and to URIs. */
export const NAMES = [
  'a\u001b[31mred.sh',
  'new\nline.sh',
  '<img src=x onerror=alert(1)>.sh',
  '[a](command:workbench.action.quit).sh',
  '$(touch x).sh',
  '%2e%2e%2f.sh',
  '\u202egnp.sh',
];

function makeHostile(folder: WorkspaceFolder, outside: string): void {
  writeFileSync(join(outside, 'secret.sh'), SECRET);
  for (const name of NAMES) folder.write(name, SCRIPT);
  const link = (target: string, name: string): void => {
    mkdirSync(dirname(folder.path(name)), { recursive: true });
    symlinkSync(target, folder.path(name));
  };
  link(outside, 'out');
  link(join(outside, 'secret.sh'), 'out.sh');
  link('/dev/zero', 'zero.sh');
  link('/proc/self/environ', 'environ.sh');
  link('.', 'here');
  link('b', 'loop/a');
  link('a', 'loop/b');
  execFileSync('mkfifo', [folder.path('fifo.sh'), folder.path('fifo')]);
  folder.write('huge.sh', SCRIPT);
  truncateSync(folder.path('huge.sh'), 10 * 1024 ** 3);
  const bomb = Array.from({ length: 2000 }, (_, at) => `/**/a*/**/a*/**/a*/**/*a*a*b${at}`);
  folder.write('.gitignore', bomb.join('\n'));
  folder.write('.git/info/exclude', bomb.join('\n'));
  folder.write(
    '.qemu-monitor-guard.json',
    `{"exclude":${JSON.stringify(bomb)},${'['.repeat(50_000)}`,
  );
  folder.write(`${'a/'.repeat(90)}deep.sh`, SCRIPT);
  const sourced = splitWords('out/secret.sh out.sh zero.sh fifo.sh loop/a huge.sh /etc/passwd');
  folder.write('run.sh', `${sourced.map((name) => `. ${name}\n`).join('')}${SCRIPT}`);
}

/** Makes such a folder, and one outside of it that it leads to. */
export function hostileFolder(t: TestContext) {
  const folder = makeFolder(t);
  const outside = realpathSync(mkdtempSync(join(tmpdir(), 'monitor-guard-outside-')));
  t.after(() => rmSync(outside, { recursive: true }));
  makeHostile(folder, outside);
  return { folder, outside };
}

/** What strace notes: system calls that begin something, open something or change something on the disk. */
const CALLS = splitWords(`
  execve execveat fork vfork socket connect bind listen open openat openat2 creat unlink
  unlinkat rename renameat renameat2 mkdir mkdirat rmdir link linkat symlink symlinkat chmod
  fchmod fchmodat chown fchown truncate ftruncate mknod mknodat kill tgkill
`);

/** What V8, libuv and libc ask the system about the machine and the process, now and then. */
const OF_NODE =
  /^\/(?:sys\/(?:devices\/system\/cpu|fs\/cgroup)\/|proc\/(?:self\/(?:stat|statm|cgroup|maps)|meminfo|stat|cpuinfo|sys\/vm\/overcommit_memory)$)/;

/** Whether there is a strace; one is needed in CI. */
export function hasStrace(): boolean {
  if (existsSync(STRACE)) return true;
  assert.ok(process.env['CI'] === undefined, 'strace is needed');
  return false;
}

/** The arguments by which strace writes the calls of a program into a file. */
export function straceWords(file: string): readonly string[] {
  const calls = `trace=${CALLS.map((call) => `?${call}`).join()}`;
  return ['-f', '-qq', '-y', '-e', calls, '-s', '4096', '-o', file];
}

/** The calls in a file of strace, without the ids of threads. */
export function callsIn(file: string): readonly string[] {
  // What another thread interrupts is taken up in a line of its own.
  return readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.replace(/^\d+ +/, ''))
    .filter((line) => /^\w+\(/.test(line));
}

/**
 * Asserts that a process has started, connected, written and changed nothing, and opened nothing outside of the folder
 * but what Node opens for a process without a task, whose calls are `idle`.
 */
export function assertHarmless(
  calls: readonly string[],
  idle: readonly string[],
  folder: WorkspaceFolder,
  outside: string,
): void {
  const of = (names: RegExp) => calls.filter((call) => names.test(call));
  assert.equal(of(/^exec/).length, 1);
  assert.deepEqual(of(/^(?:v?fork|socket|connect|bind|listen)\(/), []);
  // Signal 0 is none: it asks whether the editor is still there.
  const signals = of(/^t?g?kill\(/).filter((call) => !/^kill\(\d+, 0\)/.test(call));
  assert.deepEqual(signals, []);
  const pathOf = (call: string): string => /"((?:[^"\\]|\\.)*)"/.exec(call)?.[1] ?? '';
  const isOpening = (call: string): boolean => /^(?:open|creat)/.test(call);
  const byNode = new Set(idle.filter(isOpening).map(pathOf));
  const opened = calls.filter(isOpening);
  const root = folder.path('');
  const inside = opened.filter((call) => pathOf(call).startsWith(root));
  assert.ok(inside.length > NAMES.length, 'the trace has what is opened');
  const elsewhere = opened.filter((call) => {
    const path = pathOf(call);
    // A folder that is open is listed by the name that the kernel has for it.
    return (
      !path.startsWith(root) &&
      !byNode.has(path) &&
      !OF_NODE.test(path) &&
      !/^\/proc\/self\/fd\/\d+$/.test(path)
    );
  });
  assert.deepEqual(elsewhere, []);
  const opens = opened.filter((call) => call.includes(outside));
  assert.deepEqual(opens, []);
  for (const name of ['fifo', 'fifo.sh', 'huge.sh', 'zero.sh', 'environ.sh', 'out.sh']) {
    // Whatever is opened of these is neither waited for nor read.
    assert.ok(
      inside.every((call) => pathOf(call) !== join(root, name) || call.includes('O_NONBLOCK')),
    );
  }
  const writing = opened.filter((call) => /O_(?:WRONLY|RDWR|CREAT|TRUNC|APPEND)/.test(call));
  const written = writing.filter((call) => !byNode.has(pathOf(call)));
  assert.deepEqual(written, []);
  const changing =
    /^(?:creat|unlink|rename|mkdir|rmdir|link|symlink|f?chmod|f?chown|f?truncate|mknod)/;
  assert.deepEqual(of(changing), []);
}
