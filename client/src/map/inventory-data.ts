/** What the server tells of machines, as far as the map shows it. Its own sources say what each of it means. */
import type { Audience } from '../../../webview/src/map-model.ts';

/** As the server calls the request; no parameters, result: `InventoryData`. */
export const INVENTORY = 'qemuMonitorGuard/inventory';

export interface InventoryData {
  readonly machines: readonly MachineData[];
  /** Whether all files of the workspace were looked at, and whether they are being looked at just now. */
  readonly isComplete?: boolean | undefined;
  readonly isRunning?: boolean | undefined;
}

export interface MachineData {
  readonly uri: string;
  readonly name?: string | undefined;
  readonly program: 'system' | 'storage-daemon' | 'config' | 'commands';
  readonly location?: LocationData | undefined;
  readonly monitors: readonly MonitorData[];
  readonly chardevs: readonly ChardevData[];
}

export interface MonitorData {
  readonly mode: 'hmp' | 'qmp' | 'unknown';
  readonly name?: string | undefined;
  readonly audience: Audience;
  readonly made: 'asked' | 'hidden' | 'default';
  readonly location?: LocationData | undefined;
  readonly evidence: readonly { readonly message: string }[];
}

export interface ChardevData {
  readonly id: string;
  readonly backend?: string | undefined;
  readonly ways: readonly WayData[];
  /** The places in the machine's list of the chardevs that it stands in front of. */
  readonly members: readonly number[];
  /** For each monitor on it, the places in the machine's list of the monitor's records. */
  readonly monitors: readonly (readonly number[])[];
  readonly users: readonly ('guest' | 'gdb')[];
  readonly location?: LocationData | undefined;
}

export interface WayData {
  readonly transport?: string | undefined;
  readonly address: string;
  readonly audience: Audience;
  readonly connectsOut: boolean;
}

export interface LocationData {
  readonly uri: string;
  readonly range: { readonly start: PositionData; readonly end: PositionData };
}

interface PositionData {
  readonly line: number;
  readonly character: number;
}
