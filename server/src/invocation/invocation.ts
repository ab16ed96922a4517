/** What starts or controls QEMU, with sources; options are not interpreted. */
import type { ConfigProblem, ConfigSection } from '../syntax/readconfig/tree.ts';
import type { MappedText } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';
import type { ClientsInvocation, ExecutionContext } from './client.ts';

export type { ConfigEntry, ConfigProblem, ConfigSection } from '../syntax/readconfig/tree.ts';

/** An item of argv. */
export interface Word {
  readonly value: MappedText;
  /** With quotes: `"a b"` of `-append "a b"`, all of `<qemu:arg value='-qmp'/>`. */
  readonly at: Span;
  /** Any number of items: `$EXTRA`, `"$@"`. */
  readonly many: boolean;
}

/** The command line grammar. */
export type ProgramKind = 'system' | 'storage-daemon' | 'vnc-server';

/** `qemu-system-x86_64 -m 1G -monitor stdio` */
export interface ArgvInvocation {
  readonly kind: 'argv';
  readonly program: ProgramKind;
  /** The program's word, or the tag `<qemu:commandline>`. */
  readonly programAt: Span;
  /** Without the program. */
  readonly words: readonly Word[];
  /** Set for a part of a command line, whose default monitor is unknown; `fragment`: `MONITOR="-monitor tcp:…"`. */
  readonly partial: false | 'libvirt' | 'wrapper' | 'fragment' | 'list';
  /** Whether other text of the function replaces the default monitor. */
  readonly hasNoDefault?: true;
  /** The `<name>` of a libvirt domain. */
  readonly name: string | undefined;
  readonly permissions?: Permissions;
  /** Of the innermost block around the command. */
  readonly condition?: Span | undefined;
  /** Files of `-readconfig`, by name. */
  readonly configs?: ReadonlyMap<string, ConfigInvocation>;
  /** Whether `set -u` may be on. */
  readonly nounset?: true;
  /** Where and as whom the command runs; absent if unknown. */
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
  /** As the program receives it: `a` and `b` of `printf 'a\\nb\\n'`. */
  readonly text: MappedText;
  /** Given by `virsh qemu-monitor-command --hmp`. */
  readonly language: 'hmp' | 'qmp' | undefined;
  readonly at: Span;
}

/** Texts in order, mostly not for QEMU: `echo quit | socat - UNIX-CONNECT:mon.sock`. */
export interface SentInvocation {
  readonly kind: 'sent';
  readonly texts: readonly SentText[];
}

/** Arguments that libvirt does not pass on. */
export interface IgnoredArguments {
  /** An ignored block's start tag, or an `arg`. */
  readonly at: Span;
  /** `namespace`: another, none or undeclared. `place`: not directly in the domain or block. */
  readonly reason: 'namespace' | 'place';
}

interface UnfollowedInvocation {
  readonly kind: 'unfollowed';
  readonly at: Span;
}

/** Arguments that do not reach QEMU. */
export interface IgnoredInvocation {
  readonly kind: 'ignored';
  readonly arguments: readonly IgnoredArguments[];
}

/** What a file says about QEMU. */
export type Invocation =
  | ArgvInvocation
  | ConfigInvocation
  | SentInvocation
  | ClientsInvocation
  | UnfollowedInvocation
  | IgnoredInvocation;

/** `chmod 777 /run/vm.sock`, `mkdir`, `install -d` */
export interface ModeChange {
  readonly kind: 'change' | 'make';
  /** `777`, `u=rwx,go=`; undefined without `-m`. */
  readonly mode: MappedText | undefined;
  /** Decides if the command has no mode. */
  readonly umask: MappedText | undefined;
  /** Whether it makes directories: `mkdir`, `install -d`. */
  readonly makes: boolean;
  /** Whether an existing directory is an error: `mkdir` without `-p`. */
  readonly fresh: boolean;
  readonly paths: readonly MappedText[];
  readonly at: Span;
  /** The function whose `$1` they use. */
  readonly inFunction: number | undefined;
}

/** Permissions that a script sets for a command line. */
export interface Permissions {
  /** `0` of each `umask 0` that may be in effect. */
  readonly umasks: readonly MappedText[];
  /** All of the script, also later ones. */
  readonly modeChanges: readonly ModeChange[];
  readonly at: Span;
  readonly inFunction: number | undefined;
  /** Whether runs that start this QEMU make a change. */
  readonly goesBy: (change: ModeChange) => 'always' | 'maybe' | 'never';
}
