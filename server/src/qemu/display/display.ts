/** Displays for remote viewers, and monitors on them. QEMU's default VNC display is on localhost and ignored. */
import type { Word } from '../../invocation/invocation.ts';
import { once } from '../../text/lookup.ts';
import { knownText, type MappedText, slice } from '../../text/mapped-text.ts';
import { standingFor } from '../../text/operations.ts';
import type { Span } from '../../text/span.ts';
import type { Chardev } from '../chardev/chardev.ts';
import { leafChardevs, type Machine, type Monitor } from '../machine/machine.ts';
import { idKey, knownValue } from '../options/fact.ts';
import {
  addedProperty,
  booleanFact,
  entryProperty,
  findProperty,
  type Property,
  parsePropertyList,
} from '../options/keyval.ts';
import { LISTENER_ORDER, type Listener, widest } from './listener.ts';
import { spiceDisplay } from './spice.ts';
import { vncDisplay } from './vnc.ts';

/** `password`: VNC's (of which eight characters count) or SPICE's ticket; `tls`: a certificate. */
export type Authentication = 'none' | 'password' | 'sasl' | 'tls' | 'unknown';

/** The definition of a display. */
export interface DisplaySource {
  readonly properties: readonly Property[];
  readonly openEnded: boolean;
  readonly at: Span;
  readonly lastWord: Word | undefined;
}

/** A display with its addresses. */
export interface Display extends DisplaySource {
  readonly protocol: 'vnc' | 'spice';
  readonly listeners: readonly Listener[];
  /** Whether QEMU connects to viewers (`reverse=on`), which `listeners` then are. */
  readonly connectsOut: boolean;
  readonly authentication: Authentication;
  /** Whether it shows one device's console (`display=`). */
  readonly pinned: boolean;
}

/** As messages write them. */
export const PROTOCOL_NAMES = { vnc: 'VNC', spice: 'SPICE' } as const;

/** Displays in order, without refused ones. */
export const displaysOf = once((machine: Machine): readonly Display[] => {
  if (machine.program === 'vnc-server') return vncServerDisplays(machine);
  const vnc = [...optionSources(machine, vncText, 'vnc'), ...sectionSources(machine, 'vnc')];
  const spice = [...optionSources(machine, spiceText), ...sectionSources(machine, 'spice')];
  return [
    ...vnc.map((source) => vncDisplay(machine, applyDisplaySet(machine, source))),
    mergedSpice(machine, spice),
  ].filter((display) => display !== undefined);
});

function vncText({ name, value }: Machine['options'][number]): MappedText | undefined {
  if (name === 'vnc') return value;
  // `-display vnc=:0` is `-vnc :0`.
  if (name !== 'display' || !value?.decoded.startsWith('vnc=')) return undefined;
  return slice(value, 'vnc='.length);
}

function spiceText({ name, value }: Machine['options'][number]): MappedText | undefined {
  return name === 'spice' ? value : undefined;
}

function optionSources(
  machine: Machine,
  textOf: (option: Machine['options'][number]) => MappedText | undefined,
  impliedKey?: string,
): readonly DisplaySource[] {
  if (machine.program !== 'system') return [];
  return machine.options.flatMap((option) => {
    const value = textOf(option);
    if (value === undefined) return [];
    const list = parsePropertyList(value, 0, impliedKey);
    return [{ ...list, at: option.word.at, lastWord: option.words.at(-1) }];
  });
}

function sectionSources(machine: Machine, group: string): readonly DisplaySource[] {
  return machine.sections
    .filter((section) => knownText(section.group) === group)
    .map((section) => {
      // The id of `[vnc "default"]`.
      const id = section.id ? [addedProperty('id', section.id)] : [];
      const properties = [...id, ...section.entries.map(entryProperty)];
      return { properties, openEnded: false, at: section.at, lastWord: undefined };
    });
}

/** Applies `-set vnc.ID.key=value`. */
function applyDisplaySet(machine: Machine, source: DisplaySource): DisplaySource {
  const id = findProperty(source.properties, 'id')?.value;
  if (id === undefined) return source;
  const added = machine.options.flatMap(({ name, value }): readonly Property[] => {
    if (name !== 'set' || value === undefined) return [];
    const match = /^vnc\.([^.]+)\.([^=]+)=/.exec(value.decoded);
    if (match === null) return [];
    const [whole, written = '', key = ''] = match;
    const start = 'vnc.'.length;
    if (idKey(slice(value, start, start + written.length)) !== idKey(id)) return [];
    const keyText = slice(value, whole.length - key.length - 1, whole.length - 1);
    return [{ ...addedProperty(key, slice(value, whole.length)), keyText }];
  });
  return added.length === 0 ? source : { ...source, properties: [...source.properties, ...added] };
}

/** Merges all `-spice` options and sections; later properties win. */
function mergedSpice(machine: Machine, sources: readonly DisplaySource[]): Display | undefined {
  const last = sources.at(-1);
  // Uses a private UNIX socket (ui/spice-app.c).
  const viewer = machine.options.findLast(({ name }) => name === 'display')?.value?.decoded;
  if (last === undefined || /^spice-app(?:,|$)/.test(viewer ?? '')) return undefined;
  const properties = sources.flatMap((source) => source.properties);
  const openEnded = sources.some((source) => source.openEnded);
  return spiceDisplay({ ...last, properties, openEnded }, machine.version);
}

/** A monitor that viewers can open. */
export interface DisplayedMonitor {
  readonly display: Display;
  readonly monitor: Monitor;
  readonly chardev: Chardev;
  /** False if an unseen part may hide the monitor. */
  readonly certain: boolean;
}

/** Monitors that viewers can open, by the most open display: virtual consoles in VNC (Ctrl-Alt-2), ports in SPICE. */
export function displayedMonitors(machine: Machine): readonly DisplayedMonitor[] {
  const displays = displaysOf(machine);
  if (displays.length === 0) return [];
  const local = localDisplay(machine);
  const vnc = mostOpen(
    displays.filter(
      (display) => display.protocol === 'vnc' && consoleShown(machine, display, local) !== false,
    ),
  );
  const spice = mostOpen(
    displays.filter(({ protocol }) => protocol === 'spice' && local !== 'spice-app'),
  );
  if (vnc === undefined && spice === undefined) return [];
  return machine.monitors.flatMap((monitor) => {
    const leaves = monitor.chardev ? leafChardevs(machine.chardevs, monitor.chardev) : [];
    return leaves.flatMap((chardev): readonly DisplayedMonitor[] => {
      const name = chardev.backend.kind === 'other' ? chardev.backend.name : undefined;
      if (name === 'spiceport' && spice) {
        return [{ display: spice, monitor, chardev, certain: true }];
      }
      if (name !== 'vc' || vnc === undefined) return [];
      const certain = !monitor.isPossible && consoleShown(machine, vnc, local) === true;
      return [{ display: vnc, monitor, chardev, certain }];
    });
  });
}

/** Most open first; `unknown` before safe. */
const BY_AUTHENTICATION = ['none', 'password', 'unknown', 'sasl', 'tls'] as const;

/** The display with the weakest authentication, then the most viewers. */
function mostOpen(displays: readonly Display[]): Display | undefined {
  const rank = ({ listeners, authentication, connectsOut }: Display) => {
    const who = widest(listeners)?.who ?? 'user';
    if (who === 'user') return 100;
    const width = LISTENER_ORDER.indexOf(who) + (connectsOut ? 1 : 0);
    return BY_AUTHENTICATION.indexOf(authentication) * 10 + width;
  };
  return displays.toSorted((a, b) => rank(a) - rank(b))[0];
}

/** Not if D-Bus, spice-app or GTK with VTE shows them. With `display=` viewers switch in 10.0, not in 7.2. */
function consoleShown(
  machine: Machine,
  { pinned }: Display,
  local: string | undefined,
): boolean | 'possible' {
  if (local === 'dbus' || local === 'spice-app') return false;
  if (pinned && machine.version <= 702) return false;
  if (local === 'gtk' || local === '' || (pinned && machine.version < 1000)) return 'possible';
  return true;
}

/** The type of the local display: the last `-display` but VNC. Empty if unknown. */
function localDisplay({ options }: Machine): string | undefined {
  const option = options.findLast(
    ({ name, value }) => name === 'display' && value && !value.decoded.startsWith('vnc'),
  );
  if (option?.value === undefined) return undefined;
  const { properties } = parsePropertyList(option.value, 0, 'type');
  const type = findProperty(properties, 'type');
  return (type && knownText(type.value)) ?? '';
}

/** The display of qemu-vnc (`main` in tools/qemu-vnc/qemu-vnc.c); its default address is on localhost. */
function vncServerDisplays(machine: Machine): readonly Display[] {
  const last = (wanted: string) => machine.options.findLast(({ name }) => name === wanted);
  const address = last('vnc-addr');
  const websocket = last('websocket');
  const option = address?.value ? address : websocket;
  if (option?.value === undefined) return [];
  const written = parsePropertyList(
    address?.value ?? standingFor(option.value, 'localhost:0'),
    0,
    'vnc',
  );
  const browsers = websocket?.value ? [addedProperty('websocket', websocket.value)] : [];
  const properties = [...written.properties, ...browsers];
  const { openEnded } = written;
  const source = { properties, openEnded, at: option.word.at, lastWord: option.words.at(-1) };
  const display = vncDisplay(machine, source);
  if (display === undefined) return [];
  const listeners = address?.value ? display.listeners : display.listeners.slice(1);
  const authentication = authenticationOf(machine, display.authentication, properties);
  return [{ ...display, listeners, authentication }];
}

/** What qemu-vnc asks for; TLS verifies clients only with `--tls-authz`. */
function authenticationOf(
  { options, complete }: Machine,
  ofList: Authentication,
  properties: readonly Property[],
): Authentication {
  const has = (wanted: string) => options.some(({ name }) => name === wanted);
  if (has('tls-creds') && has('tls-authz')) return 'tls';
  if (has('password') || knownValue(booleanFact(properties, 'password')) === true) {
    return 'password';
  }
  if (has('sasl')) return 'sasl';
  return complete ? ofList : 'unknown';
}
