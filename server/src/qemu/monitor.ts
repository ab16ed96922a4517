/** How monitors are asked for, apart from where: `-mon`'s properties and the device options. */
import type { MappedText } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';
import { findProperty, type Property, propertyFact } from './keyval.ts';
import type { MonitorMode } from './machine.ts';

/** A monitor whose chardev is still an id. */
export interface MonitorDraft {
  readonly mode: MonitorMode;
  readonly at: Span;
  readonly chardevId: MappedText;
  /** The monitor's own id, which `-set mon.ID.…` refers to. */
  readonly id: MappedText | undefined;
  readonly properties: readonly Property[];
}

/**
 * The monitor of `-mon`, `--monitor` or `[mon]` (`monitor_init_opts`): HMP unless `mode` says otherwise.
 * Undefined where QEMU refuses it, or no chardev is named.
 */
export function draftMonitor(
  properties: readonly Property[],
  at: Span,
  id: MappedText | undefined,
  defaultMode: 'hmp' | 'qmp',
): MonitorDraft | undefined {
  const chardev = findProperty(properties, 'chardev');
  if (chardev === undefined) return undefined;
  const mode = readMode(properties, defaultMode);
  return mode && { mode, at, chardevId: chardev.value, id, properties };
}

function readMode(
  properties: readonly Property[],
  defaultMode: 'hmp' | 'qmp',
): MonitorMode | undefined {
  const mode = propertyFact(properties, 'mode');
  if (mode.kind === 'absent') return defaultMode;
  if (mode.kind === 'unknown') return 'unknown';
  if (mode.value === 'control') return 'qmp';
  // qemu-storage-daemon has QMP only.
  return mode.value === 'readline' && defaultMode === 'hmp' ? 'hmp' : undefined;
}

/** Options whose value is a device string that becomes a monitor. */
export const MONITOR_OPTIONS: ReadonlyMap<string, 'hmp' | 'qmp'> = new Map([
  ['monitor', 'hmp'],
  ['qmp', 'qmp'],
  ['qmp-pretty', 'qmp'],
]);

/**
 * Options whose device string belongs to a guest device or gdb, and becomes a monitor as well with
 * `mon:` or `mux=on` (`qemu_chr_new_permit_mux_mon`).
 */
export const MUXABLE_OPTIONS: ReadonlySet<string> = new Set([
  'serial',
  'parallel',
  'debugcon',
  'gdb',
]);

/** Object types of QEMU 11.1 that are monitors. */
export const MONITOR_OBJECTS: ReadonlyMap<string, 'hmp' | 'qmp'> = new Map([
  ['monitor-hmp', 'hmp'],
  ['monitor-qmp', 'qmp'],
]);
