/**
 * Facts about an external program, a row each in the files beside this one: what it runs, as whom and where, what it
 * prints, and how it connects. `table.ts` finds the row.
 * Why: docs/decisions/shells-in-host-languages.md
 */
import type { MappedText } from '../../../text/mapped-text.ts';
import type { Span } from '../../../text/span.ts';
import type { Boundary } from '../../client.ts';
import type { ArgvInvocation, SentText, Word } from '../../invocation.ts';
import type { ToolCall, ToolReader } from '../connect/connection-tool.ts';
import type { Carried } from '../nested/nested-command.ts';
import type { OptionTable } from '../nested/option-words.ts';

/** A command in the last words of a program: `sudo -u qemu qemu-system-x86_64 …`. */
export interface LastWords {
  /** Options that take the next word as their value. */
  readonly valued: readonly string[];
  /** Options that take the next two words. */
  readonly twoValued?: readonly string[];
  /** Operands before the command: timeout's duration, chroot's root. */
  readonly operands: number;
  /** An option without which the arguments are no command (`gdb --args`). */
  readonly needs?: string;
  /** Required first words (`ip netns exec`), without options in between; `|` separates alternatives. */
  readonly subcommand?: readonly string[];
  /** Whether assignments may precede the command, as for `env`. */
  readonly assignments?: boolean;
  /** Whether letters may share a dash: `sudo -Eu user`. */
  readonly clustered?: boolean;
  /** Options that prevent running: `command -v qemu` only asks. */
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

/** Finds the commands in the words after a program's name, or in its input. */
export type NestedReader = (
  words: readonly Word[],
  input: MappedText | undefined,
) => readonly Carried[];

/** How a program connects to a port, or queries its listener. */
export interface Connecting {
  readonly read: ToolReader;
  /** Evidence of a connection in its words or input; only for a program that rarely connects. */
  readonly evidence?: RegExp;
  /** What it provides to other commands that become clients of a socket. */
  readonly provides?: 'socat' | 'netcat';
  /** Whether a call is that of a netcat without UNIX sockets. */
  readonly isTraditional?: (call: Pick<ToolCall, 'words'>) => boolean;
  /** busybox's program of the same name. */
  readonly inBusybox?: Connecting;
}

/** A row of the table of programs. */
export interface Program {
  readonly names: readonly string[];
  readonly lastWords?: LastWords;
  /** A command in another form: a string for a shell, its input, words around it. */
  readonly nested?: NestedReader;
  /**
   * Options whose value is a program in a language that is not followed; its input may be one, too: `python3 -c '…'`.
   */
  readonly unreadPrograms?: OptionTable;
  /** As whom or where it runs the command; absent for the same user and files. */
  readonly boundary?:
    | Boundary['kind']
    | ((options: readonly string[]) => Boundary['kind'] | undefined);
  /** Whether it runs the command as a named user, who may lack write access to our directories. */
  readonly asNamedUser?: true;
  /** Whether a shell there gets the other user's directories in its environment. */
  readonly renewsEnvironment?: (options: readonly string[]) => boolean;
  /** Whether it runs the command on a machine with its own address, not in a container with published ports. */
  readonly onOtherHost?: true;
  /** Whether it runs the command as root among other files: in a container, below another root. */
  readonly hasOwnFiles?: true;
  /** Whether loopback addresses differ there, unless it shares the host's network. */
  readonly hasOwnNetwork?: true;
  /** Whether it runs its own, simpler programs: `busybox nc`. */
  readonly ownPrograms?: true;
  /** Whether it drops the script's environment. */
  readonly dropsEnvironment?: true;
  /** Whether it sets a umask that denies others writing. */
  readonly ownUmask?: true;
  /** Whether each input line counts by itself, even beside unknown ones. */
  readonly readsLines?: true;
  /** Whether it runs a file operand as a script: `bash run.sh`. */
  readonly runsScripts?: true;
  /**
   * What it prints besides failures: nothing unless verbose, only what its nested command prints, or nothing with a
   * matching word. Absent for anything.
   */
  readonly prints?: 'nothing' | 'its-command' | RegExp;
  readonly connects?: Connecting;
  /** What it sends to a running program; `words` begin with its name. */
  readonly sends?: 'its-input' | ((words: readonly Word[], at: Span) => readonly SentText[]);
  /** QEMU's options that it writes into a libvirt or LXD machine, from its words or possible inputs. */
  readonly configures?: (
    words: readonly Word[],
    inputs: readonly MappedText[],
  ) => readonly ArgvInvocation[];
  /** Whether its words are only text and names, and it starts none of them: `grep`, `apt install qemu-kvm`. */
  readonly onlyTalks?: true;
}

/** A row for several names, separated by blanks. */
export function alike(names: string, row: Omit<Program, 'names'>): Program {
  return { names: names.split(' '), ...row };
}
