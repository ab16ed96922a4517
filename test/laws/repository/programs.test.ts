/**
 * What is known of a program is its row in the table of `invocation/shell/programs/`, and its name stands
 * nowhere else in what reads scripts and fixes them. Held are the programs that run others, connect, send or
 * look for who does. What only talks is read as the shell's own commands are, in `blanks.ts`, `output.ts`
 * and `permission-log.ts`.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readLiterals } from '../../../scripts/generate/source-strings.ts';
import type { Program } from '../../../server/src/invocation/shell/programs/program.ts';
import { namesOf } from '../../../server/src/invocation/shell/programs/table.ts';

const TABLE = 'server/src/invocation/shell/programs/';
const FOLDERS = ['server/src/invocation/shell', 'server/src/service/fixes'];

interface Exception {
  readonly names: string;
  /** The files where they may stand; everywhere without. */
  readonly files?: string;
  readonly why: string;
}

const EXCEPTIONS: readonly Exception[] = [
  { names: 'sh bash dash zsh ksh', why: 'dialects, by which a script is read' },
  { names: 'command builtin exec trap', why: "the shell's own, which the interpreter runs itself" },
  { names: 'script', why: 'a kind of invocation and of nested command' },
  { names: 'at', why: 'a property: where something stands' },
  { names: 'telnet parallel', files: 'monitor-options.ts', why: "a key and a value of QEMU's" },
  { names: 'daemonize', files: 'private-directory.ts', why: "an option of QEMU's" },
  { names: 'socat netcat', files: 'connections.ts', why: 'what rows provide to other commands' },
];

/** Whether a program does something with others, and is not only given text and names. */
function isHeld({ onlyTalks, connects }: Program): boolean {
  return !onlyTalks || connects !== undefined;
}

function allows({ names, files }: Exception, name: string, path: string): boolean {
  const file = path.slice(path.lastIndexOf('/') + 1);
  return names.split(' ').includes(name) && (files?.split(' ').includes(file) ?? true);
}

describe('the table of programs', () => {
  const held = new Set(namesOf(isHeld));
  const literals = readLiterals('server', FOLDERS).flatMap(({ text, isPattern, path }) => {
    const names = isPattern ? text.split(/[^\w.-]+/) : [text];
    return names.filter((name) => held.has(name)).map((name) => ({ name, path }));
  });
  const outside = literals.filter(({ path }) => !path.startsWith(TABLE));

  it('has each name once', () => {
    const all = namesOf(() => true);
    const wrong = all.filter((name, index) => all.indexOf(name) !== index);
    assert.deepEqual(wrong, []);
  });

  it('is the one place that names the programs', () => {
    assert.ok(literals.some(({ name, path }) => name === 'sudo' && path.startsWith(TABLE)));
    const others = outside.filter(({ name, path }) => {
      return !EXCEPTIONS.some((exception) => allows(exception, name, path));
    });
    assert.deepEqual(others, []);
  });

  it('has no needless exception', () => {
    const unused = EXCEPTIONS.flatMap((exception) => {
      const { names, files = '' } = exception;
      const used = outside.filter(({ name, path }) => allows(exception, name, path));
      const isUsed = (name: string) => used.some((one) => one.name === name);
      const isIn = (file: string) => used.some(({ path }) => path.endsWith(`/${file}`));
      const unnamed = names.split(' ').filter((name) => !isUsed(name));
      return [...unnamed, ...files.split(' ').filter((file) => file !== '' && !isIn(file))];
    });
    assert.deepEqual(unused, []);
  });
});
