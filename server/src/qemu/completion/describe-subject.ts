/** Descriptions and deprecations of proposals. */
import { describeBackend, describeScheme } from '../docs/backend-docs.ts';
import type { Description, ValueDescription } from '../docs/description.ts';
import { describeObjectType } from '../docs/object-docs.ts';
import { describeGroup, describeOption } from '../docs/option-docs.ts';
import { describeProperty, describeValue } from '../docs/property-docs.ts';
import type { Machine } from '../machine/machine.ts';
import type { QemuVersion } from '../options/version.ts';
import type { Proposal, Subject } from './proposal.ts';

export function describeSubject(
  subject: Subject,
  { program }: Machine,
): Description | ValueDescription | undefined {
  const of = program === 'storage-daemon' ? program : 'system';
  switch (subject.kind) {
    case 'option':
      return describeOption(subject.name, of);
    case 'backend':
      return describeBackend(subject.name);
    case 'scheme':
      return describeScheme(subject.name);
    case 'type':
      return describeObjectType(subject.name);
    case 'property':
      return describeProperty(subject.group, subject.type, subject.key, of);
    case 'value':
      return describeValue(subject.group, subject.type, subject.key, subject.value, of);
    case 'group':
      return describeGroup(subject.name);
    case 'id':
      return undefined;
  }
}

/** The version assumed at least if the user chose none: Debian 13's. */
const ASSUMED: QemuVersion = 1000;

/** The version that a proposal needs, if it is newer than `ASSUMED` and the user chose none. */
export function newSince(machine: Machine, { subject }: Proposal): QemuVersion | undefined {
  const since = describeSubject(subject, machine)?.since;
  return machine.versionIsChosen || since === undefined || since <= ASSUMED ? undefined : since;
}

/** Whether the chosen version, else `ASSUMED`, deprecates a proposal. */
export function isDeprecated(machine: Machine, { subject, deprecatedSince }: Proposal): boolean {
  const described = describeSubject(subject, machine);
  const warns = described && 'deprecated' in described ? described.deprecated?.since : undefined;
  const since = deprecatedSince ?? warns;
  return since !== undefined && since <= (machine.versionIsChosen ? machine.version : ASSUMED);
}
