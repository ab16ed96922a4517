/**
 * What starts or controls QEMU, from any file: argv, config sections, commands. Values have sources; options
 * are not interpreted.
 */
import type { ConfigProblem, ConfigSection } from '../syntax/readconfig/tree.ts';
import type { MappedText } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';
import type { ClientsInvocation, ExecutionContext } from './client.ts';

/** Used as read. */
export type { ConfigEntry, ConfigProblem, ConfigSection } from '../syntax/readconfig/tree.ts';

/** An item of argv. */
export interface Word {
  readonly value: MappedText;
  /**
   * With quotes: `"a b"` of `-append "a b"`, the element `<qemu:arg value='-qmp'/>`. Deleting the span
   * deletes the item.
   */
  readonly at: Span;
  /** May be any number of items: `$EXTRA`, `"$@"`. */
  readonly many: boolean;
}

/** A command line grammar. */
export type ProgramKind = 'system' | 'storage-daemon' | 'vnc-server';

/** `qemu-system-x86_64 -m 1G -monitor stdio` */
export interface ArgvInvocation {
  readonly kind: 'argv';
  readonly program: ProgramKind;
  /** The program's word, or the start tag `<qemu:commandline>`. */
  readonly programAt: Span;
  /** Without the program. */
  readonly words: readonly Word[];
  /**
   * Part of a command line, so that other chardevs may exist and the default monitor is unknown: `libvirt`
   * passthrough, a `wrapper` script (`run-qemu`), a `fragment` for other files (`MONITOR="-monitor tcp:…"`),
   * a `list` of strings.
   */
  readonly partial: false | 'libvirt' | 'wrapper' | 'fragment' | 'list';
  /** From the document: `<name>` of a domain. */
  readonly name: string | undefined;
  /** If the document can set them. */
  readonly permissions?: Permissions;
  /** Of the command. */
  readonly condition?: Span | undefined;
  /** Files of `-readconfig` that were read, by name. */
  readonly configs?: ReadonlyMap<string, ConfigInvocation>;
  /** `set -u` may be on. */
  readonly nounset?: true;
  /** Absent for unknown programs. */
  readonly execution?: ExecutionContext;
}

/** A -readconfig file. */
export interface ConfigInvocation {
  readonly kind: 'config';
  readonly sections: readonly ConfigSection[];
  readonly problems: readonly ConfigProblem[];
}

/** Text for a running program. */
export interface SentText {
  /** As received: lines `a` and `b` for `printf 'a\\nb\\n'`. */
  readonly text: MappedText;
  /** If the sender says it: `virsh qemu-monitor-command --hmp`. */
  readonly language: 'hmp' | 'qmp' | undefined;
  /** The sending command. */
  readonly at: Span;
}

/** In order; mostly not QEMU's: `echo quit | socat - UNIX-CONNECT:mon.sock`. */
export interface SentInvocation {
  readonly kind: 'sent';
  readonly texts: readonly SentText[];
}

/** Arguments that libvirt does not pass on. */
export interface IgnoredArguments {
  /** The start tag of an ignored block, or an ignored `arg`. */
  readonly at: Span;
  /** `namespace`: another, none, or an undeclared prefix. `place`: not directly in the domain or block. */
  readonly reason: 'namespace' | 'place';
}

/** The script was not followed from here. */
interface UnfollowedInvocation {
  readonly kind: 'unfollowed';
  readonly at: Span;
}

/** Do not reach QEMU. */
export interface IgnoredInvocation {
  readonly kind: 'ignored';
  readonly arguments: readonly IgnoredArguments[];
}

/** A place about QEMU. */
export type Invocation =
  | ArgvInvocation
  | ConfigInvocation
  | SentInvocation
  | ClientsInvocation
  | UnfollowedInvocation
  | IgnoredInvocation;

/** `chmod 777 /run/vm.sock`, `mkdir`, `install -d`. */
export interface ModeChange {
  readonly kind: 'change' | 'make';
  /** `777`, `u=rwx,go=`; undefined for `mkdir` without `-m`. */
  readonly mode: MappedText | undefined;
  /** In effect; used without a mode. */
  readonly umask: MappedText | undefined;
  /** An existing directory is an error, as for `mkdir` without `-p`. */
  readonly fresh: boolean;
  readonly paths: readonly MappedText[];
  /** The command. */
  readonly at: Span;
  /** Start of the enclosing function, whose `$1` is another. */
  readonly inFunction: number | undefined;
}

/** For one command line. */
export interface Permissions {
  /** `0` of each `umask 0` that may be in effect. */
  readonly umasks: readonly MappedText[];
  /** Of the script, in order; shared by its command lines. */
  readonly modeChanges: readonly ModeChange[];
  /** The command that starts QEMU. */
  readonly at: Span;
  readonly inFunction: number | undefined;
  /** Whether runs that start this QEMU pass a change. */
  readonly goesBy: (change: ModeChange) => 'always' | 'maybe' | 'never';
}
