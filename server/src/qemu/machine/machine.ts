/**
 * A QEMU process: chardevs, objects and monitors with ids resolved. A dangling id gives a monitor without a
 * chardev.
 */
import type { ConfigSection, IgnoredArguments, Permissions } from '../../invocation/invocation.ts';
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

/** A monitor and its chardev. */
export interface Monitor {
  readonly mode: MonitorMode;
  /** What defines it: the word `-monitor`, `-mon`, `-serial`, the header `[mon]`, or the program. */
  readonly at: Span;
  /** The defining option, if any. */
  readonly option: Option | undefined;
  /** Undefined if the id is dangling or unknown. */
  readonly chardev: Chardev | undefined;
  /** The id as written in `-mon`, `chardev:ID`, a section or an object. */
  readonly chardevId: MappedText | undefined;
  /** QEMU's name for the chardev, generated or written: `compat_monitor0`, `serial0`, `mon0`. */
  readonly chardevName: string | undefined;
  /** Properties of `-mon`, a section or an object; empty for a device string. */
  readonly properties: readonly Property[];
  /** Whether a guest device shares the chardev, as with `-serial mon:…`. */
  readonly sharedWithGuest: boolean;
  /**
   * `asked` by an option, section or object; `hidden` by `mux=on` in a guest device's string; or QEMU's
   * `default`.
   */
  readonly made: 'asked' | 'hidden' | 'default';
}

/** What QEMU makes of a command line or sections, and why it would not start. */
export interface Machine {
  /** qemu-system, qemu-storage-daemon, qemu-vnc, a config file, or `commands` sent to a running QEMU. */
  readonly program: 'system' | 'storage-daemon' | 'vnc-server' | 'config' | 'commands';
  /** The version that options and defaults are judged by. */
  readonly version: QemuVersion;
  /** The options in order, for everything but chardevs, objects and monitors. */
  readonly options: readonly Option[];
  readonly monitors: readonly Monitor[];
  readonly chardevs: ChardevIndex;
  readonly objects: readonly QemuObject[];
  /** The first object of each id, by `idKey`. */
  readonly objectsById: ReadonlyMap<string, QemuObject>;
  /** Why QEMU refuses to start, in order; empty if it does not. */
  readonly refusals: readonly Refusal[];
  /** Sections of -readconfig files. */
  readonly sections: readonly ConfigSection[];
  /** The program's word; undefined for a config file. */
  readonly programAt: Span | undefined;
  /** The literal name (`-name`, `[name]`, libvirt's `<name>`). */
  readonly name: string | undefined;
  /** Whether the whole configuration is in sight, so that a missing id is an error. */
  readonly complete: boolean;
  /** File permissions set by the script. */
  readonly permissions?: Permissions;
  /** Monitors added at run time; not in `monitors`. */
  readonly addedAtRunTime?: readonly RunTimeAddition[];
  /** Whether the user chose the version; otherwise it is the newest. */
  readonly versionIsChosen?: boolean;
  /** Whether libvirt starts it, with its own `-sandbox`. */
  readonly begunByLibvirt?: boolean;
  /** Whether it runs on another host, behind `ssh`. */
  readonly onOtherHost?: true;
  /** Whether the file only holds its options for other files. */
  readonly isHeldForOthers?: boolean;
  /** The condition under which it starts, if not always. */
  readonly condition?: Span | undefined;
  /** QEMU arguments in the document that QEMU does not receive. */
  readonly ignoredArguments?: readonly IgnoredArguments[];
}

/** Chardevs by id; the first of duplicates, which QEMU refuses. */
export type ChardevIndex = ReadonlyMap<string, Chardev>;

/** The chardev of an id, written or generated. */
export function findChardev(index: ChardevIndex, id: MappedText): Chardev | undefined {
  return index.get(idKey(id));
}

/** Nesting limit of `mux` and `hub`, which may be cyclic; QEMU refuses cycles. */
const MAX_NESTING = 8;

/** The chardevs behind a mux or hub in order, else itself; without unknown and missing ones. */
export function leafChardevs(
  chardevs: ChardevIndex,
  chardev: Chardev,
  depth = 0,
): readonly Chardev[] {
  const { backend } = chardev;
  if (backend.kind !== 'mux' && backend.kind !== 'hub') return [chardev];
  if (depth > MAX_NESTING) return [];
  return backend.members.flatMap((member) => {
    const found = findChardev(chardevs, member);
    // QEMU refuses nested hubs; otherwise this would visit 4⁸ chardevs.
    const nested = found?.backend.kind === 'hub' && depth > 0;
    return found && !nested ? leafChardevs(chardevs, found, depth + 1) : [];
  });
}
