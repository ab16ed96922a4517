/**
 * One started QEMU: its chardevs, its objects and its monitors with the ids between them resolved.
 * An id that leads nowhere stays visible as a monitor without a chardev.
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

/** A monitor and the chardev it talks through. */
export interface Monitor {
  readonly mode: MonitorMode;
  /** What makes it: the word `-monitor`, `-mon`, `-serial`, the header `[mon]`, or the program. */
  readonly at: Span;
  /** The option that makes it, where it is one. */
  readonly option: Option | undefined;
  /** The chardev; undefined where its id names none, or is unknown. */
  readonly chardev: Chardev | undefined;
  /** The id of the chardev as written in `-mon`, `chardev:ID`, a section or an object. */
  readonly chardevId: MappedText | undefined;
  /** The name QEMU knows the chardev by, made up or written: `compat_monitor0`, `serial0`, `mon0`. */
  readonly chardevName: string | undefined;
  /** What `-mon`, a section or an object says of it; nothing for a device string. */
  readonly properties: readonly Property[];
  /** True where a guest device talks through the same chardev, as with `-serial mon:…`. */
  readonly sharedWithGuest: boolean;
  /**
   * How it comes to exist: an option, section or object asks for it; `mux=on` in the device string of a
   * guest's device makes it without saying so; or QEMU makes it because nothing else was asked for.
   */
  readonly made: 'asked' | 'hidden' | 'default';
}

/** What QEMU makes of a command line or of sections: what there is, and why it does not start if it does not. */
export interface Machine {
  /**
   * What is started: a command line of qemu-system, qemu-storage-daemon or qemu-vnc, or a config file's part.
   * With `commands` nothing is: somebody sends commands to a QEMU that runs.
   */
  readonly program: 'system' | 'storage-daemon' | 'vnc-server' | 'config' | 'commands';
  /** The version that decides what is accepted and what holds by default. */
  readonly version: QemuVersion;
  /** The options of the command line in order, for what is neither chardev, object nor monitor. */
  readonly options: readonly Option[];
  readonly monitors: readonly Monitor[];
  readonly chardevs: ChardevIndex;
  readonly objects: readonly QemuObject[];
  /** The first object of each id, by `idKey`. */
  readonly objectsById: ReadonlyMap<string, QemuObject>;
  /** Why QEMU does not start with this, in the order of the line; empty for one that it takes. */
  readonly refusals: readonly Refusal[];
  /** Sections of a -readconfig file, for what only such files can get wrong. */
  readonly sections: readonly ConfigSection[];
  /** The program's word; undefined for a config file. */
  readonly programAt: Span | undefined;
  /** The literal name of the machine (`-name`, `[name]`, libvirt's `<name>`), if it has one. */
  readonly name: string | undefined;
  /** Whether everything QEMU is started with is in sight, so that a missing id is really missing. */
  readonly complete: boolean;
  /** What the script that starts it says about the permissions of files. */
  readonly permissions?: Permissions;
  /** What commands add to it while it runs. These monitors are not among `monitors`. */
  readonly addedAtRunTime?: readonly RunTimeAddition[];
  /** Whether the user chose the version. Otherwise it is the newest, and the file may run on any. */
  readonly versionIsChosen?: boolean;
  /** Whether libvirt begins the command line, with a `-sandbox` of its own. */
  readonly begunByLibvirt?: boolean;
  /** Whether a script starts it on another host: behind `ssh`. */
  readonly onOtherHost?: true;
  /** Whether the file only holds its options, for others who start QEMU with them. */
  readonly isHeldForOthers?: boolean;
  /** The condition under which it is started, where it is not always. */
  readonly condition?: Span | undefined;
  /** QEMU arguments of the document that reach no QEMU. */
  readonly ignoredArguments?: readonly IgnoredArguments[];
}

/** Chardevs by id; the first one where an id is given twice, which QEMU refuses. */
export type ChardevIndex = ReadonlyMap<string, Chardev>;

/** The chardev that an id names; those of device strings have the ids that QEMU makes up. */
export function findChardev(index: ChardevIndex, id: MappedText): Chardev | undefined {
  return index.get(idKey(id));
}

/** How deep `mux` and `hub` may refer to each other before it is a cycle, which QEMU refuses. */
const MAX_NESTING = 8;

/**
 * The chardevs behind a chardev: itself, or for a mux or hub those it leads to, in order. Unknown and
 * missing members are left out.
 */
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
    // A hub over hubs is refused, and without this check four members each would be 4⁸ chardevs.
    const nested = found?.backend.kind === 'hub' && depth > 0;
    return found && !nested ? leafChardevs(chardevs, found, depth + 1) : [];
  });
}
