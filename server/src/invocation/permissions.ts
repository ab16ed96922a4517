/**
 * What a script says about the permissions of files: its umask, and the commands that make directories
 * or change modes. What a mode lets in is not known here.
 */
import type { MappedText } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';

/** One `chmod`, `mkdir` or `install -d`, such as `chmod 777 /run/vm.sock`. */
export interface ModeChange {
  /** `change`: of what is there. `make`: a new directory. */
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
