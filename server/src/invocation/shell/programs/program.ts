/** A row per external program. Why: docs/decisions/shells-in-host-languages.md */
import type { MappedText } from '../../../text/mapped-text.ts';
import type { Span } from '../../../text/span.ts';
import type { Boundary } from '../../client.ts';
import type { ArgvInvocation, SentText, Word } from '../../invocation.ts';
import type { ToolReader } from '../connect/connection-tool.ts';
import type { Carried } from '../nested/nested-command.ts';
import type { OptionTable } from '../nested/option-words.ts';

/** A command in the last words: `sudo -u qemu qemu-system-x86_64 …`. */
export interface LastWords {
  /** Options that take one word. */
  readonly valued: readonly string[];
  /** Options that take two words. */
  readonly twoValued?: readonly string[];
  /** How many words stand before the command: timeout's duration, chroot's root. */
  readonly operands: number;
  /** The option without which no command follows: `gdb --args`. */
  readonly needs?: string;
  /** First words (`ip netns exec`); `|` separates alternatives. */
  readonly subcommand?: readonly string[];
  /** Whether assignments may precede the command, as with `env`. */
  readonly assignments?: boolean;
  /** `sudo -Eu user` */
  readonly clustered?: boolean;
  /** Options that run nothing: `command -v qemu`. */
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

/** Finds commands in the words behind a program's name, or in its input. */
export type NestedReader = (
  words: readonly Word[],
  input: MappedText | undefined,
) => readonly Carried[];

/** How a program connects or queries a listener. */
export interface Connecting {
  readonly read: ToolReader;
  /** A program that this one implies, so that fixes may use it. */
  readonly provides?: 'socat' | 'netcat';
}

/** A row of the table. */
export interface Program {
  readonly names: readonly string[];
  readonly lastWords?: LastWords;
  /** A command in another form: a string for a shell, its input, words around it. */
  readonly nested?: NestedReader;
  /** Options with a program in an unread language: `python3 -c '…'`. */
  readonly unreadPrograms?: OptionTable;
  /** What its command changes; absent if it has the same user and files. */
  readonly boundary?:
    | Boundary['kind']
    | ((options: readonly string[]) => Boundary['kind'] | undefined);
  /** It may name a user, who may lack write access to the caller's directories. */
  readonly asNamedUser?: true;
  /** Whether the environment has the other user's directories. */
  readonly renewsEnvironment?: (options: readonly string[]) => boolean;
  /** A machine with its own address, not a container with published ports. */
  readonly onOtherHost?: true;
  /** Root among other files: a container, a chroot. */
  readonly hasOwnFiles?: true;
  /** Its loopback address is not the host's, unless an option shares the network. */
  readonly hasOwnNetwork?: true;
  /** Runs simpler programs of its own: `busybox nc`. */
  readonly ownPrograms?: true;
  readonly dropsEnvironment?: true;
  /** Sets a umask that keeps others from writing. */
  readonly ownUmask?: true;
  /** Reads lines one by one: known lines count beside unknown ones. */
  readonly readsLines?: true;
  /** `bash run.sh` */
  readonly runsScripts?: true;
  /** Output besides errors: none unless verbose, its command's, or none if a word matches. Absent: any. */
  readonly prints?: 'nothing' | 'its-command' | RegExp;
  readonly connects?: Connecting;
  /** What it sends to a running program; `words` begin with its name. */
  readonly sends?: 'its-input' | ((words: readonly Word[], at: Span) => readonly SentText[]);
  /** QEMU options that it writes into a libvirt or LXD machine. */
  readonly configures?: (
    words: readonly Word[],
    inputs: readonly MappedText[],
  ) => readonly ArgvInvocation[];
  /** Its words are never commands: `grep`, `apt install qemu-kvm`. */
  readonly onlyTalks?: true;
}

/** One row for several names. */
export function alike(names: string, row: Omit<Program, 'names'>): Program {
  return { names: names.split(' '), ...row };
}
