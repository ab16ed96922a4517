/** The completions and the page of the manual say what there is, to the programs that read them. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it, type TestContext } from 'node:test';
import { commandLineDocs } from '../../scripts/command-line-docs.ts';
import { OPTIONS } from '../../server/src/cli/arguments/options.ts';
import { rules } from '../../server/src/rules/index.ts';
import { makeFolder, type WorkspaceFolder } from '../protocol/workspace-folder.ts';

const FILES = Object.fromEntries(commandLineDocs());

/** Runs a program over the files; undefined where this machine has none, which CI must have. */
function run(t: TestContext, folder: WorkspaceFolder, program: string, ...words: string[]) {
  const result = spawnSync(program, words, { cwd: folder.path('.'), encoding: 'utf8' });
  if (result.error === undefined) return result;
  t.diagnostic(`${program} is not installed, so it was not asked`);
  assert.notEqual(process.env['CI'], 'true', `CI needs ${program}`);
  return undefined;
}

/** A line up to the cursor, and what is offered there: some of it, and some that must not be. */
const LINES: readonly (readonly [
  line: string,
  offered: readonly string[],
  not: readonly string[],
])[] = [
  ['mon', ['monitors'], ['check']],
  ['--fi', ['--fix'], ['--stdio']],
  ['monitors --f', ['--format', '--force-exclude'], ['--fix']],
  ['check --fail-on w', ['warning'], ['never']],
  ['--format=s', ['sarif'], ['json']],
  ['--rule monitor-on-l', ['monitor-on-loopback'], ['monitor-on-network']],
  ['explain monitor-on-a', ['monitor-on-abstract-socket'], ['monitor-on-network']],
];

/** Asks bash as its reader of lines does: a word ends at a blank, and at `=`. */
const BASH = `
source completions/qemu-monitor-guard.bash
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_qemu_monitor_guard
printf '%s\\n' "\${COMPREPLY[@]}"
`;

/** Types the line into a zsh that has asked for one, and then something whose answer tells that all is said. */
const ZSH = `
zmodload zsh/zpty
zpty z zsh -f -i
zpty -w z "fpath=(completions \\$fpath); autoload -Uz compinit; compinit -u -D; LISTMAX=1000; PS1='RE''ADY> '"
zpty -r z line '*READY> *'
zpty -n -w z "$1"$'\\t'$'\\C-u'"print DO''NE"$'\\n'
zpty -r z line '*DONE*'
print -r -- "$line"
zpty -d z
`;

describe('completion', () => {
  it('in bash offers what may stand there', (t) => {
    const folder = makeFolder(t, FILES);
    for (const [line, offered, not] of LINES) {
      const words = `qemu-monitor-guard ${line}`.split(/ |(=)/).filter(Boolean);
      const result = run(t, folder, 'bash', '-c', BASH, 'bash', ...words);
      const told = result?.stdout.trim().split('\n') ?? offered;
      for (const word of offered) assert.ok(told.includes(word), `${line}: ${told}`);
      for (const word of not) assert.ok(!told.includes(word), `${line}: ${told}`);
    }
  });

  it('in zsh does so, too', (t) => {
    const folder = makeFolder(t, FILES);
    for (const [line, offered, not] of LINES) {
      const result = run(t, folder, 'zsh', '-f', '-c', ZSH, 'zsh', `qemu-monitor-guard ${line}`);
      const told =
        result?.stdout.replace(/\p{Cc}\[[?\d;]*[A-Za-z]|(?!\n)\p{Cc}/gu, '') ?? offered.join(' ');
      // Of several only what they have in common is typed, and the rest listed below.
      for (const word of offered) assert.ok(told.includes(word), `${line}: ${told}`);
      for (const word of not) assert.ok(!told.includes(word), `${line}: ${told}`);
    }
  });

  it('in fish does so, too', (t) => {
    const folder = makeFolder(t, FILES);
    for (const [line, offered, not] of LINES) {
      const script = `source completions/qemu-monitor-guard.fish; complete -C 'qemu-monitor-guard ${line}'`;
      const result = run(t, folder, 'fish', '--no-config', '-c', script);
      // The value of a long option stands behind its name.
      const told = result?.stdout
        .split('\n')
        .map((one) => one.split(/\t/)[0]?.replace(/^--format=|=$/g, ''));
      for (const word of offered) assert.ok((told ?? offered).includes(word), `${line}: ${told}`);
      for (const word of not) assert.ok(!told?.includes(word), `${line}: ${told}`);
    }
  });
});

describe('the page of the manual', () => {
  it('is whole for the programs that print such pages', (t) => {
    const folder = makeFolder(t, FILES);
    const groff = run(
      t,
      folder,
      'groff',
      '-man',
      '-ww',
      '-Tutf8',
      '-P-cbou',
      'man/qemu-monitor-guard.1',
    );
    if (groff === undefined) return;
    assert.equal(groff.stderr, '');
    const text = groff.stdout.replaceAll('‐', '-').replaceAll('−', '-');
    for (const { name, value } of OPTIONS) {
      assert.ok(text.includes(`--${name}`), name);
      if (value !== undefined) assert.ok(text.includes(value), value);
    }
  });
});

it('no rule is called as an option or a format is, which completion would take it for', () => {
  const wrong = rules.filter(({ id }) => !/^[a-z]+(?:-[a-z]+)+$/.test(id));
  assert.deepEqual(wrong, []);
});
