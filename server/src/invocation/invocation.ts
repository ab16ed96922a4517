/**
 * What starts QEMU, from any file: argv, config sections, or commands to a running QEMU. Values have sources; options
 * are not interpreted.
 */
import type { ConfigProblem, ConfigSection } from '../syntax/readconfig/tree.ts';
import type { MappedText } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';
import type { ClientsInvocation, ExecutionContext } from './client.ts';

/** Config sections are used as read. */
export type { ConfigEntry, ConfigProblem, ConfigSection } from '../syntax/readconfig/tree.ts';

/** An item of argv. */
export interface Word {
  readonly value: MappedText;
  /**
   * The item as written, with quotes: `"a b"` of `-append "a b"`, the element of `<qemu:arg value='-qmp'/>`. Deleting
   * the span deletes the item.
   */
  readonly at: Span;
  /** Whether it may be any number of items: `$EXTRA`, `"$@"`. */
  readonly many: boolean;
}

/** The program's command line grammar. */
export type ProgramKind = 'system' | 'storage-daemon' | 'vnc-server';

/** A command line, such as `qemu-system-x86_64 -m 1G -monitor stdio`. */
export interface ArgvInvocation {
  readonly kind: 'argv';
  readonly program: ProgramKind;
  /** The program's word, or libvirt's `<qemu:commandline>` start tag. */
  readonly programAt: Span;
  /** argv after the program. */
  readonly words: readonly Word[];
  /**
   * Set for a part of a command line, so that other chardevs may exist and the default monitor is unknown: `libvirt`
   * passthrough, a `wrapper` script (`run-qemu`), a `fragment` that a file holds for others (`MONITOR="-monitor
   * tcp:…"`), a `list` of strings in a program.
   */
  readonly partial: false | 'libvirt' | 'wrapper' | 'fragment' | 'list';
  /** The machine's name from the host document (`<name>` of a domain). */
  readonly name: string | undefined;
  /** File permissions set by a host document that can. */
  readonly permissions?: Permissions;
  /** The condition of the command, if any. */
  readonly condition?: Span | undefined;
  /** Files of `-readconfig` that were read, by name. */
  readonly configs?: ReadonlyMap<string, ConfigInvocation>;
  /** Whether `set -u` may be on. */
  readonly nounset?: true;
  /** Who starts it, and where; absent for programs that are not followed. */
  readonly execution?: ExecutionContext;
}

/** A -readconfig file. */
export interface ConfigInvocation {
  readonly kind: 'config';
  readonly sections: readonly ConfigSection[];
  readonly problems: readonly ConfigProblem[];
}

/** Text sent to a running program. */
export interface SentText {
  /** The text as received: lines `a` and `b` for `printf 'a\\nb\\n'`. */
  readonly text: MappedText;
  /** The language, if the sender states it (`virsh qemu-monitor-command --hmp`). */
  readonly language: 'hmp' | 'qmp' | undefined;
  /** The sending command. */
  readonly at: Span;
}

/** Text sent to sockets and monitors in order, mostly not QEMU's: `echo quit | socat - UNIX-CONNECT:mon.sock`. */
export interface SentInvocation {
  readonly kind: 'sent';
  readonly texts: readonly SentText[];
}

/** QEMU arguments that libvirt does not pass on. */
export interface IgnoredArguments {
  /** The start tag of an ignored block, or an ignored `arg`. */
  readonly at: Span;
  /**
   * `namespace`: another, none, or an undeclared prefix. `place`: not directly inside the domain or block.
   */
  readonly reason: 'namespace' | 'place';
}

/** A script was not followed to its end from here. */
interface UnfollowedInvocation {
  readonly kind: 'unfollowed';
  readonly at: Span;
}

/** Arguments that do not reach QEMU. */
export interface IgnoredInvocation {
  readonly kind: 'ignored';
  readonly arguments: readonly IgnoredArguments[];
}

/** A place related to QEMU. */
export type Invocation =
  | ArgvInvocation
  | ConfigInvocation
  | SentInvocation
  | ClientsInvocation
  | UnfollowedInvocation
  | IgnoredInvocation;

/** A `chmod`, `mkdir` or `install -d`, such as `chmod 777 /run/vm.sock`. */
export interface ModeChange {
  readonly kind: 'change' | 'make';
  /** The mode as written: `777`, `u=rwx,go=`; undefined for `mkdir` without `-m`. */
  readonly mode: MappedText | undefined;
  /** The umask in effect, used without a mode. */
  readonly umask: MappedText | undefined;
  /** Whether an existing directory is an error, as for `mkdir` without `-p`. */
  readonly fresh: boolean;
  readonly paths: readonly MappedText[];
  /** The command. */
  readonly at: Span;
  /** The start of the enclosing function, where `$1` has another meaning. */
  readonly inFunction: number | undefined;
}

/** File permissions set by a script, for one command line. */
export interface Permissions {
  /** `0` of each `umask 0` that may be in effect when QEMU starts. */
  readonly umasks: readonly MappedText[];
  /** All mode changes of the script in order, shared by its command lines. */
  readonly modeChanges: readonly ModeChange[];
  /** The command that starts QEMU. */
  readonly at: Span;
  readonly inFunction: number | undefined;
  /** Whether runs that start this QEMU pass a change. */
  readonly goesBy: (change: ModeChange) => 'always' | 'maybe' | 'never';
}
