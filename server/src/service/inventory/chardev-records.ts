/** Chardevs as plain records. */
import type { Chardev } from '../../qemu/chardev/chardev.ts';
import { type DisplayedMonitor, displayedMonitors } from '../../qemu/display/display.ts';
import { viewersOf } from '../../qemu/display/exposure.ts';
import { widest } from '../../qemu/display/listener.ts';
import { type ChardevUser, chardevUsers } from '../../qemu/machine/chardev-users.ts';
import { leafChardevs, type Machine } from '../../qemu/machine/machine.ts';
import { idKey } from '../../qemu/options/fact.ts';
import { type Audience, audienceOf, WIDEST_FIRST } from '../../qemu/reach/audience.ts';
import { monitorReach, originPlace, type Reach } from '../../qemu/reach/reach.ts';
import type { FilePlace } from '../../text/file-set.ts';
import { addTo } from '../../text/lookup.ts';
import { written } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import { type MonitorAddress, monitorAddressOf } from '../analysis/monitor-address.ts';

export interface ChardevRecord {
  /** Written or generated (`serial0`); empty without one. */
  readonly id: string;
  /** `socket`, `udp`, `mux`, `hub`, `stdio`; undefined if unknown or refused. */
  readonly backend: string | undefined;
  /** Empty for a mux or hub. */
  readonly ways: readonly ChardevWay[];
  /** Indexes of the chardevs behind a mux or hub. */
  readonly members: readonly number[];
  /** Indexes of its ways, by monitor. */
  readonly monitors: readonly (readonly number[])[];
  readonly users: readonly ChardevUser[];
  /** Device string, list, header or program. */
  readonly at: FilePlace | undefined;
}

interface ChardevWay extends MonitorAddress {
  readonly audience: Audience;
  readonly connectsOut: boolean;
}

interface MonitorWay {
  readonly place: number;
  readonly audience: Audience;
}

/** Chardevs in order. `monitorWays[i]`: addresses of monitor `i`, as in `leafChardevs`. */
export function chardevRecords(
  machine: Machine,
  monitorWays: readonly (readonly MonitorWay[])[],
  locate: (at: Span) => FilePlace | undefined,
): readonly ChardevRecord[] {
  const named = namedChardevs(machine);
  const all = [...named.keys()];
  const placeOf = new Map(all.map((chardev, place) => [chardev, place]));
  const waysTo = new Map<Chardev | undefined, (readonly number[])[]>();
  for (const [index, ways] of monitorWays.entries()) {
    const chardev = machine.monitors[index]?.chardev;
    const places = ways.map(({ place }) => place);
    addTo(waysTo, chardev, places);
  }
  const users = chardevUsers(machine);
  const displays = new Map(displayedMonitors(machine).map((it) => [it.chardev, it]));
  const opened = openedBy(machine, monitorWays);
  return all.map((chardev): ChardevRecord => {
    const { backend } = chardev;
    const leads = backend.kind === 'mux' || backend.kind === 'hub';
    const shown = displays.get(chardev);
    // A display is a further address.
    const audience = shown ? undefined : opened.get(chardev);
    const own = leads ? [] : monitorReach(machine, { chardev });
    return {
      id: named.get(chardev) ?? '',
      backend: backendName(chardev),
      ways: [
        ...own.map((reach) => ownWay(chardev, reach, audience)),
        ...(shown ? displayWays(shown) : []),
      ],
      members: membersOf(machine, chardev).map((member) => placeOf.get(member) ?? -1),
      monitors: waysTo.get(chardev) ?? [],
      users: users.get(chardev) ?? [],
      at: locate(originPlace(chardev).at),
    };
  });
}

function openedBy(
  { chardevs, monitors }: Machine,
  monitorWays: readonly (readonly MonitorWay[])[],
): ReadonlyMap<Chardev, Audience> {
  const found = new Map<Chardev, Audience>();
  for (const [index, { chardev }] of monitors.entries()) {
    const leaves = chardev ? leafChardevs(chardevs, chardev) : [];
    for (const [which, leaf] of leaves.entries()) {
      const candidates = [monitorWays[index]?.[which]?.audience, found.get(leaf)];
      const widestOfBoth = WIDEST_FIRST.find((audience) => candidates.includes(audience));
      if (widestOfBoth) found.set(leaf, widestOfBoth);
    }
  }
  return found;
}

function namedChardevs({ chardevs, monitors }: Machine): ReadonlyMap<Chardev, string> {
  const named = new Map<Chardev, string>();
  for (const [key, chardev] of chardevs) {
    // The port of a `guestfwd` is unknown.
    named.set(chardev, chardev.id ? written(chardev.id) : key);
  }
  for (const { chardev, chardevName } of monitors) {
    const leaves = chardev ? [chardev, ...leafChardevs(chardevs, chardev)] : [];
    for (const leaf of leaves) if (!named.has(leaf)) named.set(leaf, chardevName ?? '');
  }
  return named;
}

function membersOf({ chardevs }: Machine, { backend }: Chardev): readonly Chardev[] {
  if (backend.kind !== 'mux' && backend.kind !== 'hub') return [];
  return backend.members.flatMap((id) => chardevs.get(idKey(id)) ?? []);
}

function backendName({ backend }: Chardev): string | undefined {
  switch (backend.kind) {
    case 'other':
      return backend.name;
    case 'unknown':
    case 'refused':
      return undefined;
    default:
      return backend.kind;
  }
}

function ownWay(chardev: Chardev, reach: Reach, audience: Audience | undefined): ChardevWay {
  const connectsOut = reach.who === 'peer';
  return {
    ...monitorAddressOf(reach, chardev),
    audience: audience ?? audienceOf(reach),
    connectsOut,
  };
}

function displayWays(shown: DisplayedMonitor): readonly ChardevWay[] {
  const { protocol, connectsOut, listeners } = shown.display;
  const listener = widest(listeners);
  if (listener === undefined) return [];
  const { host, port } = listener;
  const address = port === undefined ? written(host) : `${written(host)}:${port}`;
  const audience = viewersOf(shown, listener);
  return [{ transport: protocol, address, audience, connectsOut }];
}
