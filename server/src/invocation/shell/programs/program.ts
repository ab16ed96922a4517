/**
 * What is known of an external program, a row each in the files beside this one: what it runs, as whom and
 * where, what it prints, and how it connects. `table.ts` finds the row of a name.
 * Why: docs/decisions/shells-in-host-languages.md
 */
import type { MappedText } from '../../../text/mapped-text.ts';
import type { Span } from '../../../text/span.ts';
import type { Boundary } from '../../client.ts';
import type { ArgvInvocation, SentText, Word } from '../../invocation.ts';
import type { ToolCall, ToolReader } from '../connect/connection-tool.ts';
import type { Carried } from '../nested/nested-command.ts';
import type { OptionTable } from '../nested/option-words.ts';

/** Where the command stands that a program is given as its last words: `sudo -u qemu qemu-system-x86_64 …`. */
export interface LastWords {
  /** Options that take the next word as their value. */
  readonly valued: readonly string[];
  /** Options that take the next two words. */
  readonly twoValued?: readonly string[];
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

/** How a program connects to a port of a machine, or looks for who does. */
export interface Connecting {
  readonly read: ToolReader;
  /** What its words or its input have in them where it connects, of one that hardly ever does. */
  readonly evidence?: RegExp;
  /** What it is to other commands of the script that become clients of a socket: they may rely on it. */
  readonly provides?: 'socat' | 'netcat';
  /** Whether it is used as a netcat that knows no UNIX sockets. */
  readonly isTraditional?: (call: Pick<ToolCall, 'words'>) => boolean;
  /** The program of the same name that busybox has. */
  readonly inBusybox?: Connecting;
}

/** A row of the table of programs: by which names it is known, and all that matters of it here. */
export interface Program {
  readonly names: readonly string[];
  readonly lastWords?: LastWords;
  /** A command that it is given in another form: a string for a shell, its input, words around it. */
  readonly nested?: NestedReader;
  /** Options whose value is a program in a language that nobody follows here, as its input may be: `python3 -c '…'`. */
  readonly unreadPrograms?: OptionTable;
  /** As whom or where it runs that; absent for the same user among the same files. */
  readonly boundary?:
    | Boundary['kind']
    | ((options: readonly string[]) => Boundary['kind'] | undefined);
  /** Whether it starts that as a user who is named, and who may not write into our directories. */
  readonly asNamedUser?: true;
  /** Whether a shell behind it finds the directories of the other user in its environment. */
  readonly renewsEnvironment?: (options: readonly string[]) => boolean;
  /** Whether it runs that on a machine with an address of its own, and in no container whose ports are handed out. */
  readonly onOtherHost?: true;
  /** Whether it runs that as root, among files that are not those of the script: in a container, below another root. */
  readonly hasOwnFiles?: true;
  /** Whether a loopback address is another one there, unless it is told to share the network of the host. */
  readonly hasOwnNetwork?: true;
  /** Whether the programs that it runs are its own, simpler ones: `busybox nc`. */
  readonly ownPrograms?: true;
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
  readonly connects?: Connecting;
  /** What it sends to a program that runs already; its words are given from its name on. */
  readonly sends?: 'its-input' | ((words: readonly Word[], at: Span) => readonly SentText[]);
  /** QEMU's options that it writes into a machine of libvirt or LXD, from its words or from what it may be given to read. */
  readonly configures?: (
    words: readonly Word[],
    inputs: readonly MappedText[],
  ) => readonly ArgvInvocation[];
  /** Whether its words are text and names to it, and nothing that it starts: `grep`, `apt install qemu-kvm`. */
  readonly onlyTalks?: true;
}

/** Rows that are alike but for their names. */
export function alike(names: string, row: Omit<Program, 'names'>): Program {
  return { names: names.split(' '), ...row };
}
