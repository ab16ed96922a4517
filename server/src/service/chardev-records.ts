/**
 * The chardevs of a machine as plain records: what each is, the ways to it with who can take them, and who
 * talks through it. So a picture can put monitors where they are, beside what they share a chardev with.
 */
import type { Chardev } from '../qemu/chardev/chardev.ts';
import { type Display, displayedMonitors } from '../qemu/display/display.ts';
import { widest } from '../qemu/display/listener.ts';
import { type ChardevUser, chardevUsers } from '../qemu/machine/chardev-users.ts';
import { leafChardevs, type Machine } from '../qemu/machine/machine.ts';
import { idKey } from '../qemu/options/fact.ts';
import { type Audience, audienceOf } from '../qemu/reach/audience.ts';
import { monitorReach, originPlace, type Reach } from '../qemu/reach/reach.ts';
import type { FilePlace } from '../text/file-set.ts';
import type { MappedText } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';
import { type Way, wayOf, written } from './way.ts';

/** A chardev of a machine. */
export interface ChardevRecord {
  /** Its id, written or made up by QEMU (`serial0`), with unknown parts as they are written; empty for none. */
  readonly id: string;
  /** `socket`, `udp`, `mux`, `hub`, `stdio` …; undefined where it is not known or QEMU refuses it. */
  readonly backend: string | undefined;
  /** How one gets to it, its own way first. A mux or a hub has none: one gets there by its members. */
  readonly ways: readonly ChardevWay[];
  /** The places in the machine's list of the chardevs that a mux or a hub stands in front of. */
  readonly members: readonly number[];
  /** For each monitor on it, the places in the machine's list of the monitor's records. */
  readonly monitors: readonly (readonly number[])[];
  /** Who else talks through it. */
  readonly users: readonly ChardevUser[];
  /** The text that defines it: the device string, the list, the section's header, the program. */
  readonly at: FilePlace | undefined;
}

/** One way to a chardev. */
export interface ChardevWay extends Way {
  readonly audience: Audience;
  /** Whether QEMU connects out, so that whoever answers is the audience. */
  readonly connectsOut: boolean;
  /** Whether a password is asked for: that of a display through which viewers get to it. */
  readonly asksPassword: boolean;
}

/** The chardevs in the order of the machine; `recordsOf[i]` are the places of the records of its `i`th monitor. */
export function chardevRecords(
  machine: Machine,
  recordsOf: readonly (readonly number[])[],
  locate: (at: Span) => FilePlace | undefined,
): readonly ChardevRecord[] {
  const named = namedChardevs(machine);
  const all = [...named.keys()];
  const users = chardevUsers(machine);
  const displays = new Map(displayedMonitors(machine).map((it) => [it.chardev, it.display]));
  return all.map((chardev): ChardevRecord => {
    const { backend } = chardev;
    const leads = backend.kind === 'mux' || backend.kind === 'hub';
    const behind = leads ? membersOf(machine, backend.members) : [];
    const display = displays.get(chardev);
    return {
      id: named.get(chardev) ?? '',
      backend: backendName(chardev),
      ways: leads
        ? []
        : [
            ...monitorReach(machine, { chardev }).map(ownWay),
            ...(display ? displayWays(display) : []),
          ],
      members: behind.map((member) => all.indexOf(member)),
      monitors: recordsOf.filter((_, place) => machine.monitors[place]?.chardev === chardev),
      users: users.get(chardev) ?? [],
      at: locate(originPlace(chardev).at),
    };
  });
}

/** Each chardev with its id, also one whose id another has taken before it. */
function namedChardevs({ chardevs, monitors }: Machine): ReadonlyMap<Chardev, string> {
  const named = new Map<Chardev, string>();
  for (const [key, chardev] of chardevs) {
    // Ids that QEMU makes up have no text, and no unknown part but the port of a `guestfwd`.
    named.set(chardev, chardev.id ? written(chardev.id) : key);
  }
  for (const { chardev, chardevName } of monitors) {
    const leaves = chardev ? [chardev, ...leafChardevs(chardevs, chardev)] : [];
    for (const leaf of leaves) if (!named.has(leaf)) named.set(leaf, chardevName ?? '');
  }
  return named;
}

function membersOf({ chardevs }: Machine, members: readonly MappedText[]): readonly Chardev[] {
  return members.flatMap((id) => chardevs.get(idKey(id)) ?? []);
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

function ownWay(reach: Reach): ChardevWay {
  const connectsOut = reach.who === 'peer';
  return { ...wayOf(reach), audience: audienceOf(reach), connectsOut, asksPassword: false };
}

/** The way through a display, by the address that lets most in; none where only its owner gets there. */
function displayWays(display: Display): readonly ChardevWay[] {
  const { protocol, authentication, connectsOut, listeners } = display;
  const listener = widest(listeners);
  if (listener === undefined) return [];
  const { who, host, port } = listener;
  const proven = authentication === 'tls' || authentication === 'sasl';
  const address = port === undefined ? written(host) : `${written(host)}:${port}`;
  return [
    {
      transport: protocol,
      address,
      audience: proven ? 'user' : who,
      connectsOut,
      asksPassword: authentication === 'password',
    },
  ];
}
