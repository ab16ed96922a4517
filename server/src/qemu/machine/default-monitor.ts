/** The default monitor, on a virtual console or the terminal (`qemu_create_default_devices` in system/vl.c). */

import { MONITOR_OPTIONS } from '../../invocation/monitor-options.ts';
import type { MappedText } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import type { Chardev } from '../chardev/chardev.ts';
import type { QemuObject } from '../object/object.ts';
import { ABSENT } from '../options/fact.ts';
import type { Option } from '../options/options.ts';
import { refusal } from '../options/refusal.ts';
import { areTogether, impliedBy, isAlwaysThere } from '../options/together.ts';
import { asksForHelp } from './help.ts';
import { addChardev, count, type DirectMonitor, type MachineDraft } from './machine-draft.ts';
import { MONITOR_OBJECTS } from './monitor.ts';

const REPLACING = new Set(['nodefaults', ...MONITOR_OPTIONS]);

/** Adds the default monitor unless an option replaces it; only possible if one that is not sure does. */
export function addDefaultMonitor(
  draft: MachineDraft,
  options: readonly Option[],
  programAt: Span,
): void {
  if (asksForHelp(options.filter(isAlwaysThere))) return;
  const replacing = options.filter((one) => one.name === 'nographic' || replacesDefault(one));
  const isSure = draft.complete && replacing.length === 0;
  if (draft.complete) addSureDefault(draft, options, programAt);
  if (isSure || draft.objects.some(isMonitorObject)) return;
  const isShown = options.some((display) => {
    return (
      isVnc(display) && !replacing.some((one) => impliedBy(display.word.value, one.word.value))
    );
  });
  if (!isShown) return;
  const id = `compat_monitor${count(draft, 'monitor')}`;
  const chardev = addDefault(draft, 'vc', { at: programAt, cause: undefined }, id);
  draft.monitors.push({ ...defaultMonitor(programAt, chardev), isPossible: true });
}

function isVnc({ name, value }: Option): boolean {
  return name === 'vnc' || (name === 'display' && value?.decoded.startsWith('vnc=') === true);
}

function addSureDefault(draft: MachineDraft, options: readonly Option[], programAt: Span): void {
  const has = (...names: readonly string[]) => options.some(({ name }) => names.includes(name));
  const monitor = !hasMonitor(draft, options);
  const cause = options.find(({ name }) => name === 'nographic')?.word.value;
  const nographic = cause !== undefined;
  const serial = nographic && hasDefaultSerial(options);
  if (nographic && monitor && has('daemonize')) {
    const word = options.find(({ name }) => name === 'daemonize')?.word.value;
    if (word && areTogether(cause, word)) {
      draft.refusals.push(refusal(word, '-nographic cannot be used with -daemonize'));
    }
    return;
  }
  // `serial0` muxes both.
  if (serial === true && !monitor) addDefault(draft, 'stdio', { at: programAt, cause }, 'serial0');
  if (!monitor) return;
  const id = serial === true ? 'serial0' : `compat_monitor${count(draft, 'monitor')}`;
  const place = { at: programAt, cause };
  const chardev = addDefault(draft, nographic ? 'stdio' : 'vc', place, id, serial === true);
  draft.monitors.push({
    ...defaultMonitor(programAt, chardev),
    sharedWithGuest: serial === true,
  });
}

function defaultMonitor(at: Span, chardev: number): DirectMonitor {
  const made = 'default';
  return { mode: 'hmp', at, option: undefined, chardev, made, sharedWithGuest: false };
}

function hasMonitor(draft: MachineDraft, options: readonly Option[]): boolean {
  return draft.objects.some(isMonitorObject) || options.some(replacesDefault);
}

function isMonitorObject({ type }: QemuObject): boolean {
  return type !== undefined && MONITOR_OBJECTS.has(type);
}

/** Whether an option replaces the default monitor, as monitor objects also do. */
export function replacesDefault({ name, value }: Pick<Option, 'name' | 'value'>): boolean {
  if (REPLACING.has(name)) return true;
  return (name === 'serial' || name === 'parallel') && value?.decoded.startsWith('mon:') === true;
}

/** Devices that replace the default serial port (`default_list`). */
const SERIAL_DEVICES =
  /^(?:isa-serial|xen-console)(?:,|$)|^driver=(?:isa-serial|xen-console)(?:,|$)/;
const WITH_SERIAL = /^(?:type=)?(?:pc|q35|virt)(?:[-,]|$)/;

/** Whether QEMU adds a serial port by default; undefined for an unknown machine type. */
function hasDefaultSerial(options: readonly Option[]): boolean | undefined {
  const given = options.some(({ name, value }) => {
    if (name === 'serial' || name === 'nodefaults') return true;
    return name === 'device' && value !== undefined && SERIAL_DEVICES.test(value.decoded);
  });
  if (given) return false;
  const machine = options.findLast(({ name }) => name === 'machine' || name === 'M')?.value
    ?.decoded;
  if (machine === undefined) return undefined;
  return WITH_SERIAL.test(machine) ? true : machine === 'none' ? false : undefined;
}

function addDefault(
  draft: MachineDraft,
  name: string,
  place: { readonly at: Span; readonly cause: MappedText | undefined },
  id: string,
  mux = false,
): number {
  const chardev: Chardev = {
    id: undefined,
    backend: { kind: 'other', name, path: ABSENT },
    listRefusal: undefined,
    properties: [],
    openEnded: false,
    mux,
    parseRefusal: undefined,
    origin: { kind: 'default', ...place },
  };
  return addChardev(draft, chardev, id === 'serial0' ? 'device' : 'list', id);
}
