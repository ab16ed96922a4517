import { GUEST_OPTIONS } from '../../invocation/monitor-options.ts';
import { isKnown, type MappedText } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import { MON_KEYS } from '../chardev/chardev-table.ts';
import { knownValue } from '../options/fact.ts';
import {
  booleanFact,
  findProperty,
  keyvalRefusal,
  type Property,
  propertyFact,
} from '../options/keyval.ts';
import type { Option } from '../options/options.ts';
import {
  checkProperties,
  isOpenEnded,
  type KeyRow,
  wrongJsonType,
} from '../options/property-check.ts';
import { closest, isTemplate, type Refusal, refusal, withRepair } from '../options/refusal.ts';
import type { QemuVersion } from '../options/version.ts';
import type { MonitorMode } from './machine.ts';

/** A monitor before its id is resolved. */
export interface MonitorDraft {
  readonly mode: MonitorMode;
  readonly at: Span;
  readonly chardevId: MappedText | undefined;
  /** The id that `-set mon.ID.…` names. */
  readonly id: MappedText | undefined;
  readonly properties: readonly Property[];
  readonly option: Option | undefined;
  readonly refusal: Refusal | undefined;
}

interface MonitorSource {
  readonly properties: readonly Property[];
  readonly at: Span;
  readonly id: MappedText | undefined;
  readonly option: Option | undefined;
  /** `keyval` is the storage daemon's list, which has no flags. */
  readonly form: 'options' | 'keyval';
  readonly openEnded: boolean;
  readonly whole: MappedText;
}

/** The monitor of `-mon`, `--monitor` or `[mon]` (`monitor_init_opts`); HMP by default. */
export function draftMonitor(source: MonitorSource, version: QemuVersion): MonitorDraft {
  const { properties, at, id, option } = source;
  const daemon = source.form === 'keyval';
  const chardevId = findProperty(properties, 'chardev')?.value;
  const mode = propertyFact(properties, 'mode');
  const draft = { mode: modeOf(mode, daemon), at, chardevId, id, properties, option };
  return { ...draft, refusal: monitorRefusal(source, draft.mode, version) };
}

function modeOf(mode: ReturnType<typeof propertyFact>, daemon: boolean): MonitorMode {
  if (mode.kind === 'absent') return daemon ? 'qmp' : 'hmp';
  if (mode.kind === 'unknown') return 'unknown';
  if (mode.value === 'control') return 'qmp';
  return mode.value === 'readline' && !daemon ? 'hmp' : 'unknown';
}

const DAEMON_KEYS: readonly KeyRow[] = [...MON_KEYS, { key: 'id', type: 'string' }];

function monitorRefusal(
  source: MonitorSource,
  mode: MonitorMode,
  version: QemuVersion,
): Refusal | undefined {
  const { properties, form, whole } = source;
  const daemon = form === 'keyval';
  const keyval = daemon ? keyvalRefusal(properties) : undefined;
  if (keyval) return keyval;
  const list = checkProperties(properties, daemon ? DAEMON_KEYS : MON_KEYS, version);
  if (list) return list;
  const json = wrongJsonType(properties, daemon ? DAEMON_KEYS : MON_KEYS);
  if (json) return json;
  const written = findProperty(properties, 'mode');
  if (written && isKnown(written.value) && !isTemplate(written.value.decoded)) {
    const text = written.flag ?? written.value.decoded;
    if (text !== 'control' && text !== 'readline') {
      const found = refusal(written.value, `Parameter 'mode' does not accept value '${text}'`);
      return written.flag ? found : withRepair(found, written.value, meantMode(text, daemon));
    }
    if (daemon && text === 'readline') return refusal(written.value, 'Only QMP is supported');
  }
  if (findProperty(properties, 'chardev') === undefined && !isOpenEnded(source)) {
    return refusal(whole, "Parameter 'chardev' is missing");
  }
  const pretty = findProperty(properties, 'pretty');
  const indents = knownValue(booleanFact(properties, 'pretty')) === true;
  const unsaid = written === undefined && isOpenEnded(source);
  if (pretty && indents && mode === 'hmp' && version >= 600 && !unsaid) {
    return refusal(pretty.keyText ?? pretty.value, "'pretty' is not compatible with HMP monitors");
  }
  return undefined;
}

const MODE_WORDS: ReadonlyMap<string, string> = new Map([
  ['qmp', 'control'],
  ['hmp', 'readline'],
]);

/** The mode that a misspelt one means. The storage daemon has only `control`. */
function meantMode(text: string, daemon: boolean): string | undefined {
  const modes = daemon ? ['control'] : ['control', 'readline'];
  const lower = text.toLowerCase();
  const meant = modes.includes(lower) ? lower : (MODE_WORDS.get(lower) ?? closest(lower, modes));
  return meant !== undefined && modes.includes(meant) ? meant : undefined;
}

/** Options whose device strings add a monitor with `mon:` or `mux=on` (`qemu_chr_new_permit_mux_mon`). */
export const MUXABLE_OPTIONS: ReadonlySet<string> = new Set([...GUEST_OPTIONS, 'gdb']);

/** Monitor object types (QEMU 11.1). */
export const MONITOR_OBJECTS: ReadonlyMap<string, 'hmp' | 'qmp'> = new Map([
  ['monitor-hmp', 'hmp'],
  ['monitor-qmp', 'qmp'],
]);
