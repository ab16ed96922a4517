/** What the server lists: machines, their monitors, and who can open these. Plain data, as it comes. */
import type { Location } from 'vscode-languageclient';

/** The request for it, as the server has it; no parameters. */
export const INVENTORY = 'qemuMonitorGuard/inventory';

export interface Inventory {
  readonly machines: readonly InventoryMachine[];
  /** Whether all files of the workspace were looked at. */
  readonly isComplete: boolean;
  /** Whether they are being looked at just now, so that there will be more. */
  readonly isRunning: boolean;
  /** The number of files after which no others are looked into; null where there are no more than that. */
  readonly limit: number | null;
}

/** One started QEMU, or a config file's part of one. */
export interface InventoryMachine {
  /** Its literal name, if it has one. */
  readonly name?: string;
  readonly program: string;
  /** The document that starts it. */
  readonly uri: string;
  /** The program's word, or the first section; undefined where all of it is elsewhere. */
  readonly location?: Location;
  readonly monitors: readonly InventoryMonitor[];
}

/** Who can open a monitor. A server that is newer may know others. */
export type Audience = 'network' | 'host' | 'directory' | 'user' | 'nobody' | 'unknown';

/** One way to a monitor. */
export interface InventoryMonitor {
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

export type Severity = 'error' | 'warning' | 'information' | 'hint';

export interface InventoryEvidence {
  /** A sentence without its full stop. */
  readonly message: string;
  readonly location?: Location;
}

export interface ConnectCommand {
  /** The program that it starts: `socat`. */
  readonly tool: string;
  /** A line for a POSIX shell. */
  readonly command: string;
}
