/** Proposals inside a `key=value` list: missing keys, and values. */
import type { MappedText } from '../../text/mapped-text.ts';
import { text } from '../change/change.ts';
import { freeId } from '../change/new-object.ts';
import type { Machine } from '../machine/machine.ts';
import { doubleCommas, type Property, parsePropertyList } from '../options/keyval.ts';
import { chardevIds, idsFor, modeOn } from './defined-ids.ts';
import { exposureOfBackend, exposureOfDisplay, exposureOfKey } from './exposure.ts';
import { backendNames, type ListSchema, type OfferedKey, objectTypes } from './list-schemas.ts';
import { literalProposal, type Proposal, type ProposalPart, type Proposals } from './proposal.ts';

export interface ListPlace {
  /** The machine with the list, then others that read the same text. */
  readonly machines: readonly [Machine, ...Machine[]];
  readonly group: string;
  readonly schema: ListSchema;
}

/** A list with known keys. */
export interface KnownList extends ListPlace {
  /** Properties away from the cursor. */
  readonly others: readonly Property[];
}

/** Proposals for a list that begins at `start`; undefined at an unknown part. */
export function proposeInList(
  place: ListPlace,
  list: MappedText,
  start: number,
  index: number,
): Proposals | undefined {
  const { properties } = parsePropertyList(list, start, place.schema.impliedKey);
  for (const property of properties) {
    const { origin, keyText, flag } = property;
    if (origin.kind !== 'item' || index < origin.start || index >= origin.end) continue;
    const others = properties.filter((other) => other !== property);
    const known: KnownList = { ...place, others };
    const keyEnd = keyText ? origin.start + keyText.decoded.length : origin.start;
    const whole = list;
    if (keyText && index < keyEnd) {
      const items = keyProposals(known, flag === undefined);
      return { whole, start: origin.start, end: keyEnd, items };
    }
    const items = valueProposals(known, property.key).map(inList);
    if (keyText) return { whole, start: keyEnd + 1, end: origin.end, items };
    const keys = place.schema.keyedFirst ? keyProposals(known, false) : [];
    return { whole, start: origin.start, end: origin.end, items: [...items, ...keys] };
  }
  return undefined;
}

function inList(proposal: Proposal): Proposal {
  const parts = proposal.parts.map((part): ProposalPart => {
    if (part.kind === 'socket-path') return { ...part, inList: true };
    return part.kind === 'text' ? text(doubleCommas(part.text)) : part;
  });
  return { ...proposal, parts };
}

/** Proposals of missing keys, with a value to fill in unless `hasValue`. */
export function keyProposals(list: KnownList, hasValue: boolean): readonly Proposal[] {
  const rows = missingKeys(list);
  const isMissing = (key: string): boolean => rows.some((row) => row.key === key);
  const asServer =
    !hasValue && list.group === 'chardev' && isMissing('server') && isMissing('wait');
  const items: Proposal[] = [];
  for (const row of rows) {
    if (asServer && row.key === 'server') items.push(serverProposal(list));
    items.push(keyProposal(list, row, hasValue));
  }
  return [...items, ...flagProposals(list, hasValue)];
}

/** The keys that a list lacks. */
export function missingKeys({ machines, schema, others }: KnownList): readonly OfferedKey[] {
  // `nodelay` is stored as `delay=off`.
  const present = new Set(
    others.flatMap(({ key }) => (key === 'delay' ? [key, 'nodelay'] : [key])),
  );
  const keys = schema.keys(others, machines[0].version);
  return keys.filter(({ key }) => !present.has(key));
}

function keyProposal(list: KnownList, row: OfferedKey, hasValue: boolean): Proposal {
  const { key } = row;
  // Only ids that need no escaping are proposed.
  const ids = idsFor(list.machines, list.group, key).filter((id) => /^[\w.-]+$/.test(id));
  const words = choicesOf(row) ?? ids;
  const value: readonly ProposalPart[] =
    key === 'id' ? [newId(list)] : words.length > 0 ? [{ kind: 'choice', words }] : [];
  return {
    label: key,
    subject: { kind: 'property', group: list.group, type: typeOf(list), key },
    parts: hasValue ? [text(key)] : [text(`${key}=`), ...value],
    exposes: list.group === 'chardev' ? exposureOfKey(key) : undefined,
  };
}

/** A new id, for the user to replace. */
export function newId({ machines, group }: KnownList): ProposalPart {
  return { kind: 'placeholder', text: freeId(machines[0], group === 'object' ? 'obj' : 'mon') };
}

/** Includes `wait=off`, without which QEMU waits for a client. */
function serverProposal(list: KnownList): Proposal {
  return {
    label: 'server=on,wait=off',
    subject: { kind: 'property', group: list.group, type: typeOf(list), key: 'server' },
    parts: [{ kind: 'server-flags' }],
  };
}

/** docs/about/deprecated.rst of QEMU 6.0. */
const SHORT_FORMS_DEPRECATED = 600;

/** `nowait`, but not in the storage daemon. */
function flagProposals(list: KnownList, hasValue: boolean): readonly Proposal[] {
  const { machines, group } = list;
  const [machine] = machines;
  const daemon = machine.program === 'storage-daemon';
  const isMissing = missingKeys(list).some(({ key }) => key === 'wait');
  if (hasValue || daemon || group !== 'chardev' || !isMissing) return [];
  const subject = { kind: 'property', group, type: typeOf(list), key: 'wait' } as const;
  return [{ ...literalProposal('nowait', subject), deprecatedSince: SHORT_FORMS_DEPRECATED }];
}

function typeOf({ schema, others }: KnownList): string | undefined {
  return others.find(({ key }) => key === schema.typeKey)?.value.decoded;
}

const OFF_FIRST: ReadonlySet<string> = new Set(['wait', 'mux', 'telnet', 'tn3270', 'websocket']);

/** The words of a key, best first; undefined for free text. */
export function choicesOf({ key, type, words }: OfferedKey): readonly string[] | undefined {
  if (words) return words;
  if (key === 'mode') return ['control', 'readline'];
  if (type !== 'boolean') return undefined;
  return OFF_FIRST.has(key) ? ['off', 'on'] : ['on', 'off'];
}

/** Words, ids, or a socket's path. */
export function valueProposals(list: KnownList, key: string): readonly Proposal[] {
  const { machines, group, schema, others } = list;
  const [machine] = machines;
  const { version } = machine;
  const daemon = machine.program === 'storage-daemon';
  if (key === 'backend' && group === 'chardev') {
    return backendNames(version, daemon).map((name) => ({
      ...literalProposal(name, { kind: 'backend', name }),
      exposes: exposureOfBackend(name),
    }));
  }
  if (key === 'qom-type') {
    return objectTypes(version, daemon).map((name) =>
      literalProposal(name, { kind: 'type', name }),
    );
  }
  if (key === 'vnc' && group === 'vnc') return displayAddresses();
  const row = schema.keys(others, version).find((candidate) => candidate.key === key);
  const words = row && choicesOf(row);
  if (words) {
    const type = typeOf(list);
    const known = daemon && key === 'mode' ? ['control'] : words;
    return known.map((value) => literalProposal(value, { kind: 'value', group, type, key, value }));
  }
  const own = others.find((other) => other.key === 'id')?.value.decoded;
  const ids = idsFor(machines, group, key).filter((id) => id !== own || group !== 'chardev');
  if (ids.length > 0) return ids.map((id) => literalProposal(id, { kind: 'id', id }));
  return key === 'path' && typeOf(list) === 'socket' ? [socketPath(list, own)] : [];
}

function socketPath({ machines, group }: KnownList, id: string | undefined): Proposal {
  const mode = modeOn(machines, id);
  return {
    label: '',
    subject: { kind: 'property', group, type: 'socket', key: 'path' },
    parts: [{ kind: 'socket-path', mode, port: undefined, inList: false }],
  };
}

function displayAddresses(): readonly Proposal[] {
  return ['none', 'unix:', 'localhost:0', ':0'].map((value) => ({
    ...literalProposal(value, { kind: 'value', group: 'vnc', type: undefined, key: 'vnc', value }),
    exposes: exposureOfDisplay(value),
  }));
}

/** Proposals behind `chardev:`. */
export function chardevProposals(
  machines: readonly Machine[],
  prefix: string,
): readonly Proposal[] {
  return chardevIds(machines).map((id) => literalProposal(`${prefix}${id}`, { kind: 'id', id }));
}
