/** Which monitors a piece of a command line or a section has to do with, and whether it decides about them. */
import type { Chardev } from '../../qemu/chardev/chardev.ts';
import { findChardev, type Machine, type Monitor } from '../../qemu/machine/machine.ts';
import { idKey } from '../../qemu/options/fact.ts';
import { findProperty } from '../../qemu/options/keyval.ts';
import type { Reach } from '../../qemu/reach/reach.ts';
import { optionTokens, type Token } from '../../qemu/token/token.ts';
import { monitorReaches } from '../../rules/monitor-finding.ts';
import { type Span, sameSpan } from '../../text/span.ts';
import type { Owner } from './token-at.ts';

/** A monitor with one of the ways that lead to it. */
export interface Reached {
  readonly monitor: Monitor;
  readonly reach: Reach;
}

/** The monitors that an option or section makes, gives a chardev to, or protects. */
export function monitorsOf(machine: Machine, owner: Owner): readonly Reached[] {
  const at = owner.kind === 'option' ? owner.option.word.at : owner.section.at;
  const objectId = machine.objects.find((object) => sameSpan(object.at, at))?.id;
  const object = objectId && idKey(objectId);
  const set = changedChardev(machine, owner);
  return monitorReaches(machine).filter(({ monitor, reach }) => {
    if (monitor.made !== 'default' && makes(owner, at, monitor)) return true;
    const chardevs = 'chardev' in reach ? [monitor.chardev, reach.chardev] : [monitor.chardev];
    return chardevs.some((chardev) => {
      if (chardev === undefined) return false;
      return isFrom(chardev, owner) || chardev === set || (object && names(chardev, object));
    });
  });
}

function makes(owner: Owner, at: Span, { option, at: place }: Monitor): boolean {
  return option ? owner.kind === 'option' && owner.option === option : sameSpan(place, at);
}

/** Whether an option or section defines a chardev. */
function isFrom({ origin }: Chardev, owner: Owner): boolean {
  switch (origin.kind) {
    case 'legacy':
    case 'option':
      return owner.kind === 'option' && owner.option === origin.option;
    case 'section':
      return owner.kind === 'section' && owner.section === origin.section;
    case 'default':
      // `-nographic` puts the default monitor on the terminal.
      return owner.kind === 'option' && owner.option.word.text === origin.cause;
  }
}

/** Whether a chardev is protected by an object. */
function names({ properties }: Chardev, object: string): boolean {
  return ['tls-creds', 'tls-authz'].some((key) => {
    const value = findProperty(properties, key)?.value;
    return value !== undefined && idKey(value) === object;
  });
}

/** The chardev that `-set chardev.ID.…` changes. */
function changedChardev(machine: Machine, owner: Owner): Chardev | undefined {
  if (owner.kind !== 'option' || owner.option.name !== 'set') return undefined;
  for (const token of optionTokens(machine, owner.option)) {
    if (token.kind !== 'id' || token.target !== 'chardev') continue;
    return findChardev(machine.chardevs, token.text);
  }
  return undefined;
}

/** Properties that decide who can open a chardev, or over which protocol. */
const DECIDING: ReadonlySet<string> = new Set([
  ...['backend', 'host', 'port', 'path', 'fd', 'server', 'abstract', 'telnet', 'tn3270'],
  ...['websocket', 'tls-creds', 'tls-authz', 'localaddr', 'localport', 'mux', 'chardev', 'mode'],
  ...['qom-type', 'verify-peer', 'endpoint', 'dir', 'identity', 'policy'],
]);

/** Whether a token decides who can open the monitors that it belongs to. */
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
