/** Which monitors a piece of text concerns. */
import type { ConfigSection } from '../../invocation/invocation.ts';
import type { Chardev } from '../../qemu/chardev/chardev.ts';
import { displayedMonitors } from '../../qemu/display/display.ts';
import { findChardev, type Machine, type Monitor } from '../../qemu/machine/machine.ts';
import { idKey } from '../../qemu/options/fact.ts';
import { findProperty } from '../../qemu/options/keyval.ts';
import type { Option } from '../../qemu/options/options.ts';
import type { Reach } from '../../qemu/reach/reach.ts';
import { optionTokens, type Token } from '../../qemu/token/token.ts';
import { monitorReaches } from '../../rules/findings/monitor-finding.ts';
import type { MappedText } from '../../text/mapped-text.ts';
import { type Span, spanKey } from '../../text/span.ts';
import { wordSet } from '../../text/split-words.ts';
import type { Owner } from './token-at.ts';

export interface Reached {
  readonly monitor: Monitor;
  readonly reach: Reach;
}

/** Monitors that the owners define, connect or protect. */
export function monitorsOf(machine: Machine, owners: readonly Owner[]): readonly Reached[] {
  const parts = new Set(owners.flatMap(partsOf));
  const places = new Set(owners.map((owner) => spanKey(placeOf(owner))));
  const objects = new Set<string>();
  for (const { at, id } of machine.objects) {
    if (id && places.has(spanKey(at))) objects.add(idKey(id));
  }
  const displays = displayed(machine, owners, places);
  const changed = new Set(owners.map((owner) => changedChardev(machine, owner)));
  return monitorReaches(machine).filter(({ monitor, reach }) => {
    const { made, option, at } = monitor;
    if (made !== 'default' && (option ? parts.has(option) : places.has(spanKey(at)))) return true;
    if (displays.has(monitor)) return true;
    const chardevs = 'chardev' in reach ? [monitor.chardev, reach.chardev] : [monitor.chardev];
    return chardevs.some((chardev) => {
      if (chardev === undefined) return false;
      return isFrom(chardev, parts) || changed.has(chardev) || isProtected(chardev, objects);
    });
  });
}

const DISPLAYS: ReadonlySet<string> = new Set(['vnc', 'spice', 'display']);

function displayed(
  machine: Machine,
  owners: readonly Owner[],
  places: ReadonlySet<string>,
): ReadonlySet<Monitor> {
  const names = owners.map((owner) => {
    return owner.kind === 'option' ? owner.option.name : owner.section.group.decoded;
  });
  if (!names.some((name) => DISPLAYS.has(name))) return new Set();
  const shown = displayedMonitors(machine).filter(({ display }) => places.has(spanKey(display.at)));
  return new Set(shown.map(({ monitor }) => monitor));
}

type PartOfMachine = Option | ConfigSection | MappedText;

function partsOf(owner: Owner): readonly PartOfMachine[] {
  return owner.kind === 'option' ? [owner.option, owner.option.word.value] : [owner.section];
}

function placeOf(owner: Owner): Span {
  return owner.kind === 'option' ? owner.option.word.at : owner.section.at;
}

function isFrom({ origin }: Chardev, parts: ReadonlySet<PartOfMachine>): boolean {
  switch (origin.kind) {
    case 'legacy':
    case 'option':
      return parts.has(origin.option);
    case 'section':
      return parts.has(origin.section);
    case 'default':
      // `-nographic` puts the default monitor on the terminal.
      return origin.cause !== undefined && parts.has(origin.cause);
  }
}

function isProtected({ properties }: Chardev, objects: ReadonlySet<string>): boolean {
  if (objects.size === 0) return false;
  return ['tls-creds', 'tls-authz'].some((key) => {
    const value = findProperty(properties, key)?.value;
    return value !== undefined && objects.has(idKey(value));
  });
}

function changedChardev(machine: Machine, owner: Owner): Chardev | undefined {
  if (owner.kind !== 'option' || owner.option.name !== 'set') return undefined;
  for (const token of optionTokens(machine, owner.option)) {
    if (token.kind !== 'id' || token.target !== 'chardev') continue;
    return findChardev(machine.chardevs, token.text);
  }
  return undefined;
}

const DECIDING = wordSet(`
  backend host port path fd server abstract telnet tn3270 websocket tls-creds tls-authz
  localaddr localport mux chardev mode vnc password password-secret sasl reverse addr tls-port
  unix disable-ticketing qom-type verify-peer endpoint dir identity policy
`);

/** Whether a token decides about the audience. */
export function decides(token: Token): boolean {
  switch (token.kind) {
    case 'property':
    case 'value':
      return DECIDING.has(token.property.key) || token.property.key.startsWith('rules.');
    case 'argument':
    case 'file':
      return false;
    default:
      return true;
  }
}
