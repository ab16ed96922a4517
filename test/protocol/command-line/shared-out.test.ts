/** Threads of the built command line: however many look at a project, what is printed is the same to the character. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { SAMPLE } from '../../cli/sample-project.ts';
import { type CommandOptions, runCommand } from '../../support/command-line.ts';
import { randomFor } from '../../support/random.ts';
import { makeFolder } from '../workspace-folder.ts';

const SCRIPT = fileURLToPath(new URL('../../../dist/cli.js', import.meta.url));
const DEADLY = fileURLToPath(new URL('../fixtures/deadly-thread.ts', import.meta.url));
const SILENT = fileURLToPath(new URL('../fixtures/silent-thread.ts', import.meta.url));
const OPEN = 'qemu-system-x86_64 -monitor tcp::4444,server,nowait\n';
const COMMENT = '# qemu-monitor-guard: ignore[monitor-on-network] a lab of its own\n';

function sharedOut(count: number, script = SCRIPT): CommandOptions {
  return { threads: { script, count, from: 1 } };
}

/** Scripts that bring in each other's files, some of which have a monitor in them, or an excuse, or a client. */
function randomProject(seed: number): Readonly<Record<string, string>> {
  const random = randomFor(seed, 0);
  const libraries = ['a', 'b', 'c', 'd'].map((name) => `lib/${name}.sh`);
  const files: Record<string, string> = {
    '.git/HEAD': 'ref: refs/heads/main\n',
    '.qemu-monitor-guard.json': JSON.stringify({
      accept: [
        { path: 'one/**', rules: ['monitor-on-loopback'], reason: 'Known to all of us' },
        { path: 'none/**', rules: ['monitor-on-network'], reason: 'Nothing is there any more' },
      ],
      exclude: ['lib/c.sh'],
    }),
  };
  const lines: readonly [string, ...string[]] = [
    OPEN,
    `${COMMENT}${OPEN}`,
    COMMENT,
    'MONITOR="-monitor tcp:0.0.0.0:4445,server"\n',
    'qemu-system-x86_64 $MONITOR\n',
    'qemu-system-x86_64 -qmp tcp:127.0.0.1:4446,server\n',
    'qemu-system-x86_64 -readconfig ../lib/vm.cfg\n',
    'echo quit | nc localhost 4444\n',
    'HOST=0.0.0.0\n',
    'qemu-system-x86_64 -qmp "tcp:$HOST:4447,server"\n',
  ];
  const body = (from: readonly string[]): string => {
    const sources = from.filter(() => random.chance(1 / 3)).map((path) => `. ../${path}\n`);
    return [...sources, random.pick(lines), random.pick(lines), random.pick(lines)].join('');
  };
  for (const [index, path] of libraries.entries()) {
    files[path] = body(libraries.slice(0, index));
  }
  files['lib/vm.cfg'] =
    '[chardev "m"]\n  backend = "socket"\n  port = "4448"\n  server = "on"\n[mon]\n  chardev = "m"\n';
  for (const folder of ['one', 'two']) {
    for (let index = 0; index < 8; index++) files[`${folder}/run${index}.sh`] = body(libraries);
  }
  return files;
}

describe('a project that is shared out to threads', () => {
  const projects = {
    'of all kinds of files': {
      files: SAMPLE,
      words: [
        ['-f', 'sarif'],
        ['lab', '--show-possible'],
      ],
    },
    'whose scripts share files': {
      files: randomProject(1),
      words: [
        ['-f', 'json'],
        ['lib/a.sh', 'two'],
        ['lib/b.sh', 'one/run1.sh', 'nowhere.sh'],
      ],
    },
  };

  for (const [name, { files, words }] of Object.entries(projects)) {
    it(`${name} is reported as by one thread`, async (t) => {
      const folder = makeFolder(t, files).path('.');
      for (const [index, these] of words.entries()) {
        const alone = await runCommand(folder, these);
        assert.ok(alone.out.length > 0);
        const shared = await runCommand(folder, these, sharedOut(2 + (index % 2)));
        assert.deepEqual(shared, alone, these.join(' '));
      }
    });
  }

  it('loses no more than the file that a thread does not live through', async (t) => {
    const folder = makeFolder(t, { 'a.sh': OPEN, 'deadly.sh': OPEN, 'z/b.sh': OPEN });
    const words = ['-f', 'concise', '--quiet'];
    const { code, out, err } = await runCommand(folder.path('.'), words, sharedOut(2, DEADLY));
    assert.match(out, /^a\.sh:1:29: .*\nz\/b\.sh:1:29: .*\n$/);
    assert.match(err, /^qemu-monitor-guard: .*\/deadly\.sh: looking into it failed\n$/);
    assert.equal(code, 2);
  });

  it('says what is wrong where no thread lives at all', async (t) => {
    const folder = makeFolder(t, { 'a.sh': OPEN });
    const nowhere = folder.path('no-thread.js');
    await assert.rejects(
      runCommand(folder.path('.'), [], sharedOut(2, nowhere)),
      /^Error: The files cannot be looked into: looking into it failed \(/,
    );
  });

  it('leaves nothing behind when somebody interrupts it', async (t) => {
    const folder = makeFolder(t, randomProject(2));
    let asked = 0;
    // First the walk asks, and then whoever waits for the threads.
    const isInterrupted = () => ++asked > 12;
    const options = { ...sharedOut(2, SILENT), isInterrupted };
    const result = await runCommand(folder.path('.'), [], options);
    assert.deepEqual(result, { code: 130, out: '', err: '' });
  });
});
