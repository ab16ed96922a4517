/** The server's list of machines, monitors and audiences, as plain data. */
import type { Location } from 'vscode-languageclient';
import type { Audience } from '../../../webview/src/map-model.ts';

export type { Audience };

/** The server's request; from `InventoryParams` to `InventoryAnswer`. */
export const INVENTORY = 'qemuMonitorGuard/inventory';
/** The notification of changes; no parameters. */
export const INVENTORY_CHANGED = 'qemuMonitorGuard/inventoryChanged';

/** Parameters; the answer omits what the client has. */
export interface InventoryParams {
  /** The state of the previous answer. */
  readonly state?: string | undefined;
}

/** The differences from the previous answer, or everything. */
export interface InventoryAnswer extends Omit<Inventory, 'machines' | 'notChecked'> {
  /** Absent if unchanged. */
  readonly notChecked?: NotChecked;
  readonly state: string;
  readonly isWhole: boolean;
  readonly files: readonly {
    readonly uri: string;
    readonly machines: readonly InventoryMachine[];
  }[];
}

/** All machines of the workspace, and files that were not checked. */
export interface Inventory {
  /** An unchanged machine stays the same object. */
  readonly machines: readonly InventoryMachine[];
  /** Whether all files were reviewed. */
  readonly isComplete: boolean;
  readonly isRunning: boolean;
  /** The file limit if it was reached; else null. */
  readonly limit: number | null;
  readonly notChecked: NotChecked;
}

/** Files in languages that are not read, and scripts whose analysis stopped. */
export interface NotChecked {
  /** With a monitor option, by path; at most 200. */
  readonly uris: readonly string[];
  /** The number of further ones. */
  readonly more: number;
  /** Sorted scripts whose analysis stopped; at most 200. */
  readonly unfollowed: readonly StoppedFile[];
  /** The number of documentation files with a monitor option. */
  readonly documentation: number;
  /** The number of files that only mention QEMU. */
  readonly programs: number;
}

/** A file with the line, from 1, where its analysis stopped; 0 in a file that it brings in, or if it did not begin. */
export interface StoppedFile {
  readonly uri: string;
  readonly line: number;
}

/** Nothing left out. */
export const ALL_CHECKED: NotChecked = {
  uris: [],
  more: 0,
  unfollowed: [],
  documentation: 0,
  programs: 0,
};

/** A started QEMU, or a config file. */
export interface InventoryMachine {
  /** Its literal name. */
  readonly name?: string;
  readonly program: 'system' | 'storage-daemon' | 'config';
  /** The document that starts it. */
  readonly uri: string;
  /** The program's word or the first section; undefined if elsewhere. */
  readonly location?: Location;
  readonly monitors: readonly InventoryMonitor[];
  readonly chardevs: readonly InventoryChardev[];
}

/** A chardev with its users. */
export interface InventoryChardev {
  readonly id: string;
  /** `socket`, `mux`, `stdio` …; undefined if unknown. */
  readonly backend?: string;
  /** Its addresses; empty for a mux or hub. */
  readonly ways: readonly InventoryWay[];
  /** Indices of the chardevs behind it. */
  readonly members: readonly number[];
  /** For each monitor on it, the indices of the monitor's records. */
  readonly monitors: readonly (readonly number[])[];
  readonly users: readonly ('guest' | 'gdb' | 'netdev' | 'tpm' | 'object')[];
  readonly location?: Location;
}

/** An address (`tcp`, `0.0.0.0:4444`) and its audience. */
export interface InventoryWay {
  readonly transport?: string;
  readonly address: string;
  readonly audience: Audience;
  /** Whether QEMU connects out. */
  readonly connectsOut: boolean;
}

/** One address of a monitor. */
export interface InventoryMonitor {
  /** Shared by one monitor in several launches, which counts once. */
  readonly key: string;
  /** Whether it runs on another host; `host` then means that host's users. */
  readonly onOtherHost?: true;
  readonly mode: 'hmp' | 'qmp' | 'unknown';
  /** QEMU's name of its chardev: `mon0`, `compat_monitor0`. */
  readonly name?: string;
  /** `tcp`, `unix`, `stdio` …; undefined if unknown. */
  readonly transport?: string;
  /** `0.0.0.0:4444`, `/run/m.sock`, unknown parts as written; empty for none. */
  readonly address: string;
  readonly audience: Audience;
  readonly made: 'asked' | 'hidden' | 'default';
  readonly sharedWithGuest: boolean;
  /** The text that decides the audience, else the definition. */
  readonly location?: Location;
  /** The reasons for its audience, the decisive one first. */
  readonly evidence: readonly InventoryEvidence[];
  /** Terminal commands that connect, the best first. */
  readonly connect: readonly ConnectCommand[];
  /** The severity of its worst finding; absent for none. */
  readonly severity?: Severity;
  readonly rule?: string;
  /** The message and place of that finding, where its fixes are. */
  readonly problem?: { readonly message: string; readonly location?: Location };
  /** The rule and reason of an excused monitor. */
  readonly excused?: {
    readonly rule: string;
    readonly reason: string;
    /** A comment ignores it, or the settings file accepts it. */
    readonly by: 'comment' | 'settings';
  };
}

/** A written id; undefined for a generated one such as `compat_monitor0`. */
export function givenId(id: string | undefined): string | undefined {
  return id === undefined || /^(?:compat_monitor|serial|parallel)\d+$/.test(id) ? undefined : id;
}

/** The distinct monitors of machines, each with its first machine. */
export function monitorsOf(
  machines: readonly InventoryMachine[],
): readonly { readonly machine: InventoryMachine; readonly monitor: InventoryMonitor }[] {
  const all = machines.flatMap((machine) =>
    machine.monitors.map((monitor) => ({ machine, monitor })),
  );
  const known = new Set<string>();
  return all.filter(({ monitor: { key } }) => !known.has(key) && known.add(key));
}

/** The server's severities, the worst first. */
export type Severity = 'error' | 'warning' | 'information' | 'hint';

interface InventoryEvidence {
  /** A sentence without a full stop. */
  readonly message: string;
  readonly location?: Location;
}

/** A command that connects to a monitor. */
export interface ConnectCommand {
  /** The program: `socat`. */
  readonly tool: string;
  /** A line for a POSIX shell. */
  readonly command: string;
  /** Whether pasting it would run something else; it is then not copied. */
  readonly isRisky?: true;
}
