/** What may be written in a `key=value,key=value` list: a key that is not there yet, or what a key may be. */
import type { MappedText } from '../../text/mapped-text.ts';
import { text } from '../change/change.ts';
import { freeId } from '../change/new-object.ts';
import type { Machine } from '../machine/machine.ts';
import { doubleCommas, type Property, parsePropertyList } from '../options/keyval.ts';
import { chardevIds, idsFor, modeOn } from './defined-ids.ts';
import { exposureOfBackend, exposureOfDisplay, exposureOfKey } from './exposure.ts';
import { backendNames, type ListSchema, type OfferedKey, objectTypes } from './list-schemas.ts';
import { literalProposal, type Proposal, type ProposalPart, type Proposals } from './proposal.ts';

/** The list that a place is in, and what it belongs to. */
export interface ListPlace {
  /** The machine that the list belongs to, and all others that read the same text. */
  readonly machines: readonly [Machine, ...Machine[]];
  /** The option or group: `chardev`, `mon`, `object`. */
  readonly group: string;
  readonly schema: ListSchema;
}

/** A list whose keys are known, with the type that decides about them. */
export interface KnownList extends ListPlace {
  /** The properties besides the one at the place. */
  readonly others: readonly Property[];
}

/**
 * What may be written at the character `index` of a list that begins at `start`; undefined where an unknown
 * part stands.
 */
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

/** A proposal whose text goes into a list, where commas are doubled. */
function inList(proposal: Proposal): Proposal {
  const parts = proposal.parts.map((part): ProposalPart => {
    if (part.kind === 'socket-path') return { ...part, inList: true };
    return part.kind === 'text' ? text(doubleCommas(part.text)) : part;
  });
  return { ...proposal, parts };
}

/** The keys that a list may have and has not, with what stands behind each unless a value does. */
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

/** The keys that a list may have and has not. */
export function missingKeys({ machines, schema, others }: KnownList): readonly OfferedKey[] {
  // The flag `nodelay` is `delay=off` to QEMU.
  const present = new Set(
    others.flatMap(({ key }) => (key === 'delay' ? [key, 'nodelay'] : [key])),
  );
  const keys = schema.keys(others, machines[0].version);
  return keys.filter(({ key }) => !present.has(key));
}

function keyProposal(list: KnownList, row: OfferedKey, hasValue: boolean): Proposal {
  const { key } = row;
  // Whatever is chosen there stands for itself in every language.
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

/** An id that nobody has; its author may know a better one. */
export function newId({ machines, group }: KnownList): ProposalPart {
  return { kind: 'placeholder', text: freeId(machines[0], group === 'object' ? 'obj' : 'mon') };
}

/** The two that belong together: without `wait=off` QEMU stands still until somebody connects. */
function serverProposal(list: KnownList): Proposal {
  return {
    label: 'server=on,wait=off',
    subject: { kind: 'property', group: list.group, type: typeOf(list), key: 'server' },
    parts: [{ kind: 'server-flags' }],
  };
}

/** The first version that warns of booleans in their short form (docs/about/deprecated.rst of QEMU 6.0). */
const SHORT_FORMS_DEPRECATED = 600;

/** `nowait`, the one short form of a boolean that one still sees. The storage daemon takes none. */
function flagProposals(list: KnownList, hasValue: boolean): readonly Proposal[] {
  const { machines, group } = list;
  const [machine] = machines;
  const daemon = machine.program === 'storage-daemon';
  const isMissing = missingKeys(list).some(({ key }) => key === 'wait');
  if (hasValue || daemon || group !== 'chardev' || !isMissing) return [];
  const subject = { kind: 'property', group, type: typeOf(list), key: 'wait' } as const;
  return [{ ...literalProposal('nowait', subject), deprecatedSince: SHORT_FORMS_DEPRECATED }];
}

/** What decides about the keys: the backend of a chardev, the type of an object. */
function typeOf({ schema, others }: KnownList): string | undefined {
  return others.find(({ key }) => key === schema.typeKey)?.value.decoded;
}

/** Booleans of which one wants the second as a rule. */
const OFF_FIRST: ReadonlySet<string> = new Set(['wait', 'mux', 'telnet', 'tn3270', 'websocket']);

/** The few words that a key may be, the best first; undefined where it may be anything. */
export function choicesOf({ key, type, words }: OfferedKey): readonly string[] | undefined {
  if (words) return words;
  if (key === 'mode') return ['control', 'readline'];
  if (type !== 'boolean') return undefined;
  return OFF_FIRST.has(key) ? ['off', 'on'] : ['on', 'off'];
}

/** What a key may be, as far as that is known: words, ids, the path of a socket. */
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

/** A path where nobody else can open the socket. */
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

/** The ids of chardevs as values that stand alone, behind `chardev:` and the like. */
export function chardevProposals(
  machines: readonly Machine[],
  prefix: string,
): readonly Proposal[] {
  return chardevIds(machines).map((id) => literalProposal(`${prefix}${id}`, { kind: 'id', id }));
}
