/**
 * What is known of an external program, a row each in the files beside this one: what it runs, as whom and
 * where, and what it prints. `table.ts` finds the row of a name.
 */
import type { MappedText } from '../../../text/mapped-text.ts';
import type { Hop } from '../../client.ts';
import type { Word } from '../../invocation.ts';
import type { Carried } from '../nested-command.ts';

/** Where the command stands that a program is given as its last words: `sudo -u qemu qemu-system-x86_64 …`. */
export interface LastWords {
  /** Options that take the next word as their value. */
  readonly valued: readonly string[];
  /** Words of its own before the command: timeout's duration, chroot's root. */
  readonly operands: number;
  /** An option without which the arguments are no command (`gdb --args`). */
  readonly needs?: string;
  /** Words that must come first (`ip netns exec`), without options in between; `|` stands between several. */
  readonly subcommand?: readonly string[];
  /** Whether assignments may stand in front of the command, as for `env`. */
  readonly assignments?: boolean;
  /** Whether letters may share a dash: `sudo -Eu user`. */
  readonly clustered?: boolean;
  /** Options with which nothing is run: `command -v qemu` only asks. */
  readonly idle?: RegExp;
}

/** `lastWords('-k -s', 1)` for `timeout -s KILL 10 command…`. */
export function lastWords(
  valued: string,
  operands = 0,
  rest: Partial<LastWords> = {},
): Pick<Program, 'lastWords'> {
  const options = valued === '' ? [] : valued.split(' ');
  return { lastWords: { valued: options, operands, ...rest } };
}

/** Finds the commands in the words behind a program's name, or in its input. */
export type NestedReader = (
  words: readonly Word[],
  input: MappedText | undefined,
) => readonly Carried[];

export interface Program {
  readonly names: readonly string[];
  readonly lastWords?: LastWords;
  /** A command that it is given in another form: a string for a shell, its input, words around it. */
  readonly nested?: NestedReader;
  /** As whom or where it runs that; absent for the same user among the same files. */
  readonly boundary?: Hop['kind'] | ((options: readonly string[]) => Hop['kind'] | undefined);
  /** Whether the environment of the script is gone behind it. */
  readonly dropsEnvironment?: true;
  /** Whether it gives what it runs a umask of its own, which lets nobody else write. */
  readonly ownUmask?: true;
  /** Whether each line of its input counts by itself, also beside what nobody knows. */
  readonly readsLines?: true;
  /** Whether a file among its words is a script that it runs: `bash run.sh`. */
  readonly runsScripts?: true;
  /**
   * What it prints besides messages about failures: nothing at all unless it is told to be verbose, nothing
   * with such a word, or what the command prints that it is given in another form. Absent for anything.
   */
  readonly prints?: 'nothing' | 'its-command' | RegExp;
  /** Whether its words are text and names to it, and nothing that it starts: `grep`, `apt install qemu-kvm`. */
  readonly onlyTalks?: true;
}

/** Rows that are alike but for their names. */
export function alike(names: string, row: Omit<Program, 'names'>): Program {
  return { names: names.split(' '), ...row };
}
