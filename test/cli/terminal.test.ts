/** What a terminal is told: how much of it, in which colours, and how a page is laid out. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { OPTIONS } from '../../server/src/cli/arguments/options.ts';
import { blankOf, printable, widthOf } from '../../server/src/cli/terminal/printable.ts';
import { rules } from '../../server/src/rules/index.ts';
import { makeFolder } from '../protocol/workspace-folder.ts';
import { type CommandOptions, runCommand } from '../support/command-line.ts';
import { linkTargets } from '../support/markdown.ts';

const OPEN = 'qemu-system-x86_64 -monitor tcp::4444,server,nowait\n';

describe('--help', () => {
  it('fits a terminal of 80 columns', async (t) => {
    const { out } = await runCommand(makeFolder(t).path('.'), ['--help']);
    const wrong = out.split('\n').filter((line) => widthOf(line) > 80);
    assert.deepEqual(wrong, []);
  });

  it('names every option that there is', async (t) => {
    const { out } = await runCommand(makeFolder(t).path('.'), ['help']);
    const unnamed = OPTIONS.filter(({ name, commands }) => {
      return commands.some((one) => one !== 'lsp') && !out.includes(`--${name}`);
    });
    assert.deepEqual(unnamed, []);
  });
});

describe('--', () => {
  it('is followed by paths, whatever they are called', async (t) => {
    const names = ['rules', '--rule=monitor-on-network=off', '-v', 'version'];
    const files = Object.fromEntries(names.map((name) => [name, `#!/bin/sh\n${OPEN}`]));
    const folder = makeFolder(t, files).path('.');
    for (const name of names) {
      for (const words of [
        ['-f', 'concise', '--'],
        ['check', '-f', 'concise', '--'],
      ]) {
        const { code, out } = await runCommand(folder, [...words, name]);
        assert.equal(code, 1, name);
        assert.ok(out.includes(`${name}:2:29`), name);
      }
    }
  });
});

describe('a finding', () => {
  it('takes three lines that a terminal of 80 columns does not break', async (t) => {
    const text = `${OPEN}echo ${'long '.repeat(20)}; ${OPEN}kvm -monitor tcp:$HOST:$PORT,server\n`;
    const folder = makeFolder(t, { 'run.sh': `#!/bin/sh\n${text}` }).path('.');
    const { out } = await runCommand(folder, ['check'], { columns: 80 });
    const wide = out.split('\n').filter((line) => widthOf(line) > 80);
    assert.deepEqual(wide, []);
    assert.match(
      out,
      /^run\.sh\n {2}2:29 {2}error {2}HMP on tcp \*:4444: .*\n {8}host\n {4}qemu-.*\n {4} +\^+\n {4}monitor-on-network, .*\n/,
    );
    assert.equal(out.match(/^run\.sh$/gm)?.length, 1);
  });
});

describe('monitors', () => {
  it('says once what runs in many ways', async (t) => {
    const text = 'for m in 1 2 3; do kvm -m $m -monitor stdio; done; kvm -monitor stdio\n';
    const { err } = await runCommand(makeFolder(t, { 'run.sh': text }).path('.'), ['monitors']);
    assert.match(err, /^2 monitors of 2 machines$/m);
  });

  it('says once what two scripts have from one file', async (t) => {
    const files = {
      'vm.conf': 'MON="-monitor tcp:0.0.0.0:1,server"\n',
      'a.sh': '. ./vm.conf\nkvm -name a $MON\n',
      'b.sh': '. ./vm.conf\nkvm -name b $MON\n',
    };
    const { err } = await runCommand(makeFolder(t, files).path('.'), ['monitors']);
    assert.match(err, /^1 monitor of 1 machine$/m);
  });
});

describe('colours', () => {
  const cases: readonly [
    what: string,
    words: readonly string[],
    options: CommandOptions,
    is: boolean,
  ][] = [
    ['a terminal', [], { isTerminal: true }, true],
    ['a file', [], {}, false],
    ['a terminal with NO_COLOR', [], { isTerminal: true, env: { NO_COLOR: '1' } }, false],
    ['a terminal with an empty NO_COLOR', [], { isTerminal: true, env: { NO_COLOR: '' } }, true],
    ['a terminal that is dumb', [], { isTerminal: true, env: { TERM: 'dumb' } }, false],
    ['a file with FORCE_COLOR', [], { env: { FORCE_COLOR: '1' } }, true],
    ['a terminal with FORCE_COLOR=0', [], { isTerminal: true, env: { FORCE_COLOR: '0' } }, false],
    ['both', [], { env: { FORCE_COLOR: '1', NO_COLOR: '1' } }, false],
    ['--color=always', ['--color=always'], { env: { NO_COLOR: '1' } }, true],
    ['--color=never', ['--color=never'], { isTerminal: true, env: { FORCE_COLOR: '1' } }, false],
  ];
  for (const [what, words, options, isColoured] of cases) {
    it(`are ${isColoured ? '' : 'not '}for ${what}`, async (t) => {
      const folder = makeFolder(t, { 'run.sh': OPEN });
      const { out, err } = await runCommand(folder.path('.'), words, options);
      assert.equal(out.includes('\u001b['), isColoured);
      assert.equal(err.includes('\u001b['), isColoured);
    });
  }

  it('are all that differs', async (t) => {
    const folder = makeFolder(t, { 'run.sh': OPEN });
    const plain = await runCommand(folder.path('.'), []);
    const coloured = await runCommand(folder.path('.'), ['--color=always']);
    assert.equal(coloured.out.replace(/\p{Cc}\[[\d;]*m/gu, ''), plain.out);
  });
});

describe('the line that says how far a check is', () => {
  const files = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`${index}.sh`, OPEN]));

  async function errors(
    t: Parameters<typeof makeFolder>[0],
    step: number,
    options: CommandOptions,
  ) {
    let time = 0;
    const now = (): number => {
      time += step;
      return time;
    };
    const { err } = await runCommand(makeFolder(t, files).path('.'), [], { ...options, now });
    return err;
  }

  it('is there for a terminal and past a second, and is gone at the end', async (t) => {
    const err = await errors(t, 2000, { isTerminal: true });
    assert.match(err, /\r\d+ of \d+ files/);
    assert.match(err, /\r\p{Cc}\[K[^\r]*$/u);
  });

  it('is not there before, nor for a file', async (t) => {
    assert.doesNotMatch(await errors(t, 0, { isTerminal: true }), /\d+ of \d+ files/);
    assert.doesNotMatch(await errors(t, 2000, {}), /\d+ of \d+ files/);
  });
});

describe('text of strangers', () => {
  it('commands no terminal and turns no direction', () => {
    assert.equal(
      printable('a\u001b[2J\u009bK\rb\tc\u202e\u2066d'),
      'a\ufffd[2J\ufffdK\ufffdb\tc\ufffd\ufffdd',
    );
  });

  it('is as wide as a terminal shows it', () => {
    assert.equal(widthOf('größe'), 5);
    assert.equal(widthOf('監視 🖥️ 🚀'), 4 + 1 + 1 + 1 + 2);
    assert.equal(widthOf('e\u0301'), 1);
    assert.equal(blankOf('監\tx'), '  \t ');
  });
});

describe('explain', () => {
  it('prints the page of a rule, of which each link leads out of it', async (t) => {
    for (const { id } of rules) {
      const { code, out } = await runCommand(makeFolder(t).path('.'), ['explain', id]);
      assert.equal(code, 0);
      assert.match(out, /^# /);
      const targets = linkTargets(out);
      assert.ok(targets.length > 0, id);
      for (const target of targets) assert.match(target, /^https:/, id);
    }
  });
});
