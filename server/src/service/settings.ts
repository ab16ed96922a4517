/** What the user may set, as an argument of the analysis and never as a global. */

import { parseVersion, type QemuVersion } from '../qemu/options/version.ts';
import { rules } from '../rules/index.ts';
import type { Rule, Severity } from '../rules/rule.ts';

export type SeveritySetting = Severity | 'off';

export interface Settings {
  /** The rules whose severity the user chose, by id. */
  readonly severities: ReadonlyMap<string, SeveritySetting>;
  /** Whether findings are shown that depend on a value the file does not fix. */
  readonly showPossible: boolean;
  /** Whether rules about neighbours of monitors run: the gdb stub, qtest, VNC, SPICE, migration, NBD. */
  readonly neighbours: boolean;
  /** The QEMU that files are read for; undefined for the newest, judged as if any version could run. */
  readonly qemuVersion: QemuVersion | undefined;
  /** The directory in which fixes put sockets; undefined for the one of each kind of file. */
  readonly socketDirectory: string | undefined;
  /** Whether files are looked into that no editor has open. */
  readonly workspaceScan: boolean;
  /** How many files are looked into, at most, that no editor has open. */
  readonly workspaceScanLimit: number;
  /** Globs of paths, from the folder of the workspace, that are not looked into. */
  readonly exclude: readonly string[];
}

export const DEFAULT_SETTINGS: Settings = {
  severities: new Map(),
  showPossible: false,
  neighbours: false,
  qemuVersion: undefined,
  socketDirectory: undefined,
  workspaceScan: true,
  workspaceScanLimit: 100_000,
  exclude: [],
};

/** Whether a rule is asked: those about neighbours only where the user wants them. */
export function isOn({ id, neighbour }: Rule, { severities, neighbours }: Settings): boolean {
  const chosen = severities.get(id);
  return chosen !== 'off' && (!neighbour || chosen !== undefined || neighbours);
}

const SEVERITIES: readonly string[] = ['error', 'warning', 'information', 'hint', 'off'];

function isSeverity(value: unknown): value is SeveritySetting {
  return typeof value === 'string' && SEVERITIES.includes(value);
}

function isLimit(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 1;
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
}

/**
 * Reads the section `qemuMonitorGuard` of an editor's settings. Whatever does not fit is the default:
 * a typing error in a settings file must not turn the analysis off.
 */
export function parseSettings(value: unknown): Settings {
  const severities = new Map<string, SeveritySetting>();
  for (const { id } of rules) {
    const severity = field(field(value, 'rules'), id);
    if (isSeverity(severity)) severities.set(id, severity);
  }
  const directory = field(value, 'socketDirectory');
  const version = field(value, 'qemuVersion');
  const limit = field(value, 'workspaceScanLimit');
  const exclude = field(value, 'exclude');
  return {
    severities,
    showPossible: field(value, 'showPossible') === true,
    neighbours: field(value, 'neighbours') === true,
    qemuVersion: typeof version === 'string' ? parseVersion(version) : undefined,
    socketDirectory:
      typeof directory === 'string' && directory.trim() !== '' ? directory.trim() : undefined,
    workspaceScan: field(value, 'workspaceScan') !== false,
    workspaceScanLimit: isLimit(limit) ? limit : DEFAULT_SETTINGS.workspaceScanLimit,
    exclude: Array.isArray(exclude) ? exclude.filter((glob) => typeof glob === 'string') : [],
  };
}
