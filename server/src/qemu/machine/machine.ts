/** A QEMU process with resolved ids. A dangling id leaves a monitor without a chardev. */

import type { ConfigSection, IgnoredArguments, Permissions } from '../../invocation/invocation.ts';
import { LIMITS } from '../../text/limits.ts';
import type { MappedText } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import type { Chardev } from '../chardev/chardev.ts';
import type { QemuObject } from '../object/object.ts';
import { idKey } from '../options/fact.ts';
import type { Property } from '../options/keyval.ts';
import type { Option } from '../options/options.ts';
import type { Refusal } from '../options/refusal.ts';
import type { QemuVersion } from '../options/version.ts';
import type { RunTimeAddition } from './run-time.ts';

/** HMP is the human monitor (`readline`), QMP the JSON one (`control`). */
export type MonitorMode = 'hmp' | 'qmp' | 'unknown';

/** A monitor with its chardev. */
export interface Monitor {
  readonly mode: MonitorMode;
  /** The word (`-monitor`, `-mon`, `-serial`), header `[mon]` or program that defines it. */
  readonly at: Span;
  readonly option: Option | undefined;
  /** The chardev; undefined if its id is dangling or unknown. */
  readonly chardev: Chardev | undefined;
  /** The chardev's id as written in `-mon`, `chardev:ID`, a section or an object. */
  readonly chardevId: MappedText | undefined;
  /** Generated or written: `compat_monitor0`, `serial0`, `mon0`. */
  readonly chardevName: string | undefined;
  readonly properties: readonly Property[];
  /** Whether a guest device has the same chardev, as with `-serial mon:…`. */
  readonly sharedWithGuest: boolean;
  /** `asked`: by an option, section or object; `hidden`: by `mux=on` in a device string; `default`: by QEMU. */
  readonly made: 'asked' | 'hidden' | 'default';
  /** Whether conditional or unseen options may replace this default monitor. */
  readonly isPossible?: true;
}

/** The result of a command line or config file, with refusals. */
export interface Machine {
  /** `vnc-server` is qemu-vnc; `commands` are sent to a running QEMU. */
  readonly program: 'system' | 'storage-daemon' | 'vnc-server' | 'config' | 'commands';
  readonly version: QemuVersion;
  readonly options: readonly Option[];
  readonly monitors: readonly Monitor[];
  readonly chardevs: ChardevIndex;
  readonly objects: readonly QemuObject[];
  readonly objectsById: ReadonlyMap<string, QemuObject>;
  /** Why QEMU would not start, in order. */
  readonly refusals: readonly Refusal[];
  readonly sections: readonly ConfigSection[];
  /** The program's span; undefined for a config file. */
  readonly programAt: Span | undefined;
  /** The name in `-name`, `[name]` or libvirt's `<name>`. */
  readonly name: string | undefined;
  /** Whether all options are in sight, so that a missing id is an error. */
  readonly complete: boolean;
  /** A word that may be any options, such as `"$@"`. */
  readonly unseen?: Span;
  readonly permissions?: Permissions;
  /** Monitors and others that commands add at run time; `monitors` lacks them. */
  readonly addedAtRunTime?: readonly RunTimeAddition[];
  /** Whether the user chose the version; else it is the newest. */
  readonly versionIsChosen?: boolean;
  /** Whether libvirt starts it, with a `-sandbox` of its own. */
  readonly begunByLibvirt?: boolean;
  readonly onOtherHost?: true;
  /** Whether this file only keeps its options for others. */
  readonly isHeldForOthers?: boolean;
  /** The condition under which the script starts it, if any. */
  readonly condition?: Span | undefined;
  readonly ignoredArguments?: readonly IgnoredArguments[];
}

/** Chardevs by the `idKey` of their id; QEMU refuses duplicates. */
export type ChardevIndex = ReadonlyMap<string, Chardev>;

/** The chardev of a written or generated id. */
export function findChardev(index: ChardevIndex, id: MappedText): Chardev | undefined {
  return index.get(idKey(id));
}

/** The known chardevs behind a mux or hub, in order; else the chardev itself. */
export function leafChardevs(
  chardevs: ChardevIndex,
  chardev: Chardev,
  depth = 0,
): readonly Chardev[] {
  const { backend } = chardev;
  if (backend.kind !== 'mux' && backend.kind !== 'hub') return [chardev];
  if (depth > LIMITS.nesting) return [];
  return backend.members.flatMap((member) => {
    const found = findChardev(chardevs, member);
    // QEMU refuses nested hubs, which could multiply.
    const nested = found?.backend.kind === 'hub' && depth > 0;
    return found && !nested ? leafChardevs(chardevs, found, depth + 1) : [];
  });
}
