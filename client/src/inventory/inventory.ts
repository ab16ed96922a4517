/** What the server lists: machines, their monitors, and who can open these. Plain data, as it comes. */
import type { Location } from 'vscode-languageclient';
import type { Audience } from '../../../webview/src/map-model.ts';

export type { Audience };

/** The request for it, as the server has it; its parameters are `InventoryParams`, its result an `InventoryAnswer`. */
export const INVENTORY = 'qemuMonitorGuard/inventory';
/** The notification that there would be another answer now; no parameters. */
export const INVENTORY_CHANGED = 'qemuMonitorGuard/inventoryChanged';

/** What is asked for: what the client knows from the answer before is left out of the next one. */
export interface InventoryParams {
  /** The state of the answer before. */
  readonly state?: string | undefined;
}

/** What is another than in the answer before, or all of it. */
export interface InventoryAnswer extends Omit<Inventory, 'machines' | 'notChecked'> {
  /** Absent where it is the same as in the answer before. */
  readonly notChecked?: NotChecked;
  readonly state: string;
  readonly isWhole: boolean;
  readonly files: readonly {
    readonly uri: string;
    readonly machines: readonly InventoryMachine[];
  }[];
}

/** What the server lists: all machines of the workspace, and what it could not check. */
export interface Inventory {
  /** A machine is the same object for as long as nothing about it is another. */
  readonly machines: readonly InventoryMachine[];
  /** Whether all files of the workspace were looked at. */
  readonly isComplete: boolean;
  /** Whether they are being looked at just now, so that there will be more. */
  readonly isRunning: boolean;
  /** The number of files after which no others are looked into; null where there are no more than that. */
  readonly limit: number | null;
  readonly notChecked: NotChecked;
}

/** Files that say something of QEMU in languages that are not read, and scripts that were not followed to their end. */
export interface NotChecked {
  /** Those that hold an option of a monitor, in the order of their paths; at most 200. */
  readonly uris: readonly string[];
  /** How many more of them there are. */
  readonly more: number;
  /** Scripts that were not followed to their end, in the order of their paths; at most 200. */
  readonly unfollowed: readonly string[];
  /** How many files for people, such as a manual, hold one. */
  readonly documentation: number;
  /** How many files only name a program of QEMU. */
  readonly programs: number;
}

/** What was not checked where nothing is left out. */
export const ALL_CHECKED: NotChecked = {
  uris: [],
  more: 0,
  unfollowed: [],
  documentation: 0,
  programs: 0,
};

/** One started QEMU, or a config file's part of one. */
export interface InventoryMachine {
  /** Its literal name, if it has one. */
  readonly name?: string;
  readonly program: 'system' | 'storage-daemon' | 'config';
  /** The document that starts it. */
  readonly uri: string;
  /** The program's word, or the first section; undefined where all of it is elsewhere. */
  readonly location?: Location;
  readonly monitors: readonly InventoryMonitor[];
  readonly chardevs: readonly InventoryChardev[];
}

/** What monitors and others talk through. */
export interface InventoryChardev {
  readonly id: string;
  /** `socket`, `mux`, `stdio` …; undefined where it is not known. */
  readonly backend?: string;
  /** How one gets to it, its own way first; none to a mux or a hub. */
  readonly ways: readonly InventoryWay[];
  /** The places in the machine's list of the chardevs that it stands in front of. */
  readonly members: readonly number[];
  /** For each monitor on it, the places in the machine's list of the monitor's records. */
  readonly monitors: readonly (readonly number[])[];
  readonly users: readonly ('guest' | 'gdb' | 'netdev' | 'tpm' | 'object')[];
  readonly location?: Location;
}

/** A way to a chardev: `tcp` and `0.0.0.0:4444`, and who can take it. */
export interface InventoryWay {
  readonly transport?: string;
  readonly address: string;
  readonly audience: Audience;
  /** Whether QEMU connects out there. */
  readonly connectsOut: boolean;
}

/** One way to a monitor. */
export interface InventoryMonitor {
  /** The same for the same monitor in several launches, which counts once. */
  readonly key: string;
  /** Whether it runs on another host, whose users an audience of `host` means. */
  readonly onOtherHost?: true;
  readonly mode: 'hmp' | 'qmp' | 'unknown';
  /** What QEMU calls its chardev: `mon0`, `compat_monitor0`. */
  readonly name?: string;
  /** `tcp`, `unix`, `stdio` …; undefined where it is not known. */
  readonly transport?: string;
  /** `0.0.0.0:4444`, `/run/m.sock`, with unknown parts as they are written; empty for none. */
  readonly address: string;
  readonly audience: Audience;
  readonly made: 'asked' | 'hidden' | 'default';
  readonly sharedWithGuest: boolean;
  /** The text that decides who can open it, or else what makes it. */
  readonly location?: Location;
  /** Why it has this audience, the deciding link first. */
  readonly evidence: readonly InventoryEvidence[];
  /** How to get there from a terminal, the most comfortable first. */
  readonly connect: readonly ConnectCommand[];
  /** How bad the worst finding about it is, and its rule; neither where nothing is found. */
  readonly severity?: Severity;
  readonly rule?: string;
  /** What that finding says, and where it stands, which is where its fixes are. */
  readonly problem?: { readonly message: string; readonly location?: Location };
  /** Where nothing else is found: the rule of what may stay as it is, and the reason that somebody gave. */
  readonly excused?: { readonly rule: string; readonly reason: string };
}

/** An id that the file gives; undefined for one that QEMU makes up, such as `compat_monitor0`, which tells nobody anything. */
export function givenId(id: string | undefined): string | undefined {
  return id === undefined || /^(?:compat_monitor|serial|parallel)\d+$/.test(id) ? undefined : id;
}

/** The monitors of some machines with the first machine that has each: one that several launches have is one. */
export function monitorsOf(
  machines: readonly InventoryMachine[],
): readonly { readonly machine: InventoryMachine; readonly monitor: InventoryMonitor }[] {
  const all = machines.flatMap((machine) =>
    machine.monitors.map((monitor) => ({ machine, monitor })),
  );
  const known = new Set<string>();
  return all.filter(({ monitor: { key } }) => !known.has(key) && known.add(key));
}

/** How bad a finding is, in the server's words, the worst first. */
export type Severity = 'error' | 'warning' | 'information' | 'hint';

interface InventoryEvidence {
  /** A sentence without its full stop. */
  readonly message: string;
  readonly location?: Location;
}

/** A command that leads to a monitor, as the server sends it. */
export interface ConnectCommand {
  /** The program that it starts: `socat`. */
  readonly tool: string;
  /** A line for a POSIX shell. */
  readonly command: string;
  /** Whether pasting it would run something else too, so that it is shown and not copied. */
  readonly isRisky?: true;
}
