/**
 * What QEMU is started with, in whatever file it was found: a program with its argv, the option groups
 * of a -readconfig file, or what is sent to it while it runs. Every value knows its source. No option
 * and no command has a meaning here.
 */
import type { ConfigProblem, ConfigSection } from '../syntax/readconfig/tree.ts';
import type { MappedText } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';
import type { ClientsInvocation, ExecutionContext } from './client.ts';

/** The sections of a -readconfig file stand as they are read. */
export type { ConfigEntry, ConfigProblem, ConfigSection } from '../syntax/readconfig/tree.ts';

/** One item of argv. */
export interface Word {
  readonly value: MappedText;
  /**
   * The whole item where it is written, with its quotes: for `-append "a b"` the second word is `"a b"`;
   * for `<qemu:arg value='-qmp'/>` the element. Deleting it deletes the item.
   */
  readonly at: Span;
  /** True when the item may turn out to be any number of items, such as an unquoted `$EXTRA` or `"$@"`. */
  readonly many: boolean;
}

/** Which command line grammar the program has. */
export type ProgramKind = 'system' | 'storage-daemon' | 'vnc-server';

/** A command line, such as `qemu-system-x86_64 -m 1G -monitor stdio` in a script. */
export interface ArgvInvocation {
  readonly kind: 'argv';
  readonly program: ProgramKind;
  /** The program's word (`qemu-system-x86_64`), or libvirt's `<qemu:commandline>` start tag. */
  readonly programAt: Span;
  /** argv after the program. */
  readonly words: readonly Word[];
  /**
   * Where the list is only a part of a command line that somebody else begins: libvirt's passthrough, or
   * a script with a name like QEMU's (`run-qemu`). Then other chardevs may exist, and of a default monitor
   * nothing is known. A `fragment` is a list of options that this file only holds for others
   * (`MONITOR="-monitor tcp:…"` in a file with settings). A `list` is what a program of any language has of them in
   * its strings: who puts them together is not looked for. False for the whole of a command line.
   */
  readonly partial: false | 'libvirt' | 'wrapper' | 'fragment' | 'list';
  /** The name of the machine as the host document gives it (`<name>` of a domain), if it does. */
  readonly name: string | undefined;
  /** What the host document says about the permissions of files; absent where it cannot say anything. */
  readonly permissions?: Permissions;
  /** The condition under which the command is run at all, where it is not always. */
  readonly condition?: Span | undefined;
  /** The files that `-readconfig` names, by name, as far as somebody has read them. */
  readonly configs?: ReadonlyMap<string, ConfigInvocation>;
  /** Whether the script may end at a variable that is not set: `set -u`. */
  readonly nounset?: true;
  /** Who starts it, and where; absent where a program does that we do not look into. */
  readonly execution?: ExecutionContext;
}

/** A -readconfig file. */
export interface ConfigInvocation {
  readonly kind: 'config';
  readonly sections: readonly ConfigSection[];
  readonly problems: readonly ConfigProblem[];
}

/** Text that a script sends to a program that runs already. */
export interface SentText {
  /** The text as it arrives: for `printf 'a\\nb\\n'` the lines `a` and `b`. */
  readonly text: MappedText;
  /** The language where the sender says it (`virsh qemu-monitor-command --hmp`). */
  readonly language: 'hmp' | 'qmp' | undefined;
  /** The command that sends it. */
  readonly at: Span;
}

/**
 * What a script sends to sockets and monitors, such as `echo quit | socat - UNIX-CONNECT:mon.sock`, in
 * reading order. Most of it goes to other programs than QEMU.
 */
export interface SentInvocation {
  readonly kind: 'sent';
  readonly texts: readonly SentText[];
}

/** QEMU arguments in a domain that libvirt does not pass on. */
export interface IgnoredArguments {
  /** The start tag of a block that is ignored as a whole, or a single `arg` element. */
  readonly at: Span;
  /**
   * `namespace`: right but for its namespace: another one, none, or a prefix that nobody declared.
   * `place`: in the QEMU namespace, but the block is not directly inside the domain, or the argument not
   * directly inside a block.
   */
  readonly reason: 'namespace' | 'place';
}

/** Says that a script was not followed to its end, and where that began: there may be more than what was found. */
interface UnfollowedInvocation {
  readonly kind: 'unfollowed';
  readonly at: Span;
}

/** What a document says to QEMU and QEMU never hears. */
export interface IgnoredInvocation {
  readonly kind: 'ignored';
  readonly arguments: readonly IgnoredArguments[];
}

/** A place that has to do with QEMU: a start of it, a config file, or what is sent to one that runs. */
export type Invocation =
  | ArgvInvocation
  | ConfigInvocation
  | SentInvocation
  | ClientsInvocation
  | UnfollowedInvocation
  | IgnoredInvocation;

/** One `chmod`, `mkdir` or `install -d`, such as `chmod 777 /run/vm.sock`. */
export interface ModeChange {
  readonly kind: 'change' | 'make';
  /** The mode as written: `777`, `u=rwx,go=`; undefined for `mkdir` without `-m`. */
  readonly mode: MappedText | undefined;
  /** The umask that the script has surely set by then, which decides where no mode is given. */
  readonly umask: MappedText | undefined;
  /** Whether a directory that is already there is an error: `mkdir` without `-p`. */
  readonly fresh: boolean;
  readonly paths: readonly MappedText[];
  /** The command. */
  readonly at: Span;
  /** Where the function around it begins, if there is one: `$1` means something else in another. */
  readonly inFunction: number | undefined;
}

/** What a script says about permissions as far as it concerns one command line. */
export interface Permissions {
  /** The `0` of the `umask 0` that may hold when QEMU starts: one for each way that sets it. */
  readonly umasks: readonly MappedText[];
  /** All mode changes of the script, in reading order; the same list for each of its command lines. */
  readonly modeChanges: readonly ModeChange[];
  /** The command that starts QEMU. */
  readonly at: Span;
  readonly inFunction: number | undefined;
  /** Whether runs that start this QEMU go where a change is made: all, some, or none of them. */
  readonly goesBy: (change: ModeChange) => 'always' | 'maybe' | 'never';
}
