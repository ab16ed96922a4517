import type { ConfigEntry, ConfigSection } from '../../invocation/invocation.ts';
import { CONFIG_GROUPS } from '../machine/config-groups.ts';
import type { Machine } from '../machine/machine.ts';
import { addedProperty, entryProperty, type Property } from '../options/keyval.ts';
import { isIn, type QemuVersion } from '../options/version.ts';
import { exposureOfKey } from './exposure.ts';
import { choicesOf, type KnownList, missingKeys, valueProposals } from './list-proposals.ts';
import { knownGroups, listSchema, type OfferedKey } from './list-schemas.ts';
import { literalProposal, type Proposal } from './proposal.ts';

const IDS: ReadonlyMap<string, string> = new Map([
  ['chardev', 'mon'],
  ['object', 'obj'],
  ['device', 'dev'],
  ['netdev', 'net'],
  ['drive', 'disk'],
]);

interface GroupProposal extends Proposal {
  readonly idStem: string | undefined;
}

/** Groups, known ones first. */
export function groupProposals(version: QemuVersion): readonly GroupProposal[] {
  const names = CONFIG_GROUPS.filter((row) => isIn(row, version)).map(({ name }) => name);
  const first = knownGroups().filter((name) => names.includes(name));
  return [...first, ...names.filter((name) => !first.includes(name))].map((name) => ({
    ...literalProposal(name, { kind: 'group', name }),
    idStem: IDS.get(name),
  }));
}

/** A key with its possible words. */
export interface EntryProposal extends Proposal {
  readonly key: string;
  readonly words: readonly string[];
}

/** Proposals for a line; `entry` is the one at the cursor. */
export function entryProposals(
  machines: readonly [Machine, ...Machine[]],
  section: ConfigSection,
  entry: ConfigEntry | undefined,
): readonly EntryProposal[] {
  const list = sectionList(machines, section, entry);
  if (list === undefined) return [];
  const own = missingKeys(list).filter(({ key }) => key !== 'id');
  const typed = typeKeyRow(list);
  return [...typed, ...own].map((row) => entryProposal(list, row));
}

function entryProposal(list: KnownList, row: OfferedKey): EntryProposal {
  const { group, others, schema } = list;
  const { key } = row;
  const type = others.find((other) => other.key === schema.typeKey)?.value.decoded;
  return {
    ...literalProposal(key, { kind: 'property', group, type, key }),
    key,
    words: choicesOf(row) ?? literalsOf(valueProposals(list, key)),
    exposes: group === 'chardev' ? exposureOfKey(key) : undefined,
  };
}

function literalsOf(proposals: readonly Proposal[]): readonly string[] {
  return proposals
    .flatMap(({ label }) => (/^[\w.-]+$/.test(label) ? [label] : []))
    .slice(0, LISTED_CHOICES);
}

const LISTED_CHOICES = 12;

/** The key of the type, which lists imply and sections must have. */
function typeKeyRow({ schema, others }: KnownList): readonly OfferedKey[] {
  const key = schema.typeKey;
  if (key === undefined || others.some((other) => other.key === key)) return [];
  return [{ key, type: 'string' }];
}

/** Values of a line's key. */
export function entryValueProposals(
  machines: readonly [Machine, ...Machine[]],
  section: ConfigSection,
  entry: ConfigEntry,
): readonly Proposal[] {
  const list = sectionList(machines, section, entry);
  return list ? valueProposals(list, entry.key.decoded) : [];
}

function sectionList(
  machines: readonly [Machine, ...Machine[]],
  { group, id, entries }: ConfigSection,
  entry: ConfigEntry | undefined,
): KnownList | undefined {
  const schema = listSchema(group.decoded);
  if (schema === undefined) return undefined;
  const others = entries.filter((other) => other !== entry).map(meantProperty);
  const named = id ? [...others, addedProperty('id', id)] : others;
  return { machines, group: group.decoded, schema, others: named };
}

/** The property that a line means, also if its value is dropped. */
function meantProperty(entry: ConfigEntry): Property {
  const { value, dropped } = entry;
  const property = entryProperty(entry);
  return dropped ? { ...property, value: { ...value, decoded: dropped.text } } : property;
}
