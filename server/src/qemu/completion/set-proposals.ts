/** What may be written in `-set group.id.key=value`: a group and an id that are there, a key that fits them. */
import { type MappedText, slice } from '../../text/mapped-text.ts';
import { text } from '../change/change.ts';
import type { Machine } from '../machine/machine.ts';
import type { Property } from '../options/keyval.ts';
import { chardevIds } from './defined-ids.ts';
import { keyProposals, missingKeys, valueProposals } from './list-proposals.ts';
import { listSchema } from './list-schemas.ts';
import type { Proposal, Proposals } from './proposal.ts';

/** What may be written at a place of the value of `-set`, for the chardevs of a machine. */
export function proposeInSet(
  machines: readonly [Machine, ...Machine[]],
  value: MappedText,
  index: number,
): Proposals | undefined {
  const schema = listSchema('chardev');
  if (schema === undefined) return undefined;
  const before = value.decoded.slice(0, index);
  const [, id, key] = /^chardev\.([^.=]*)\.([^.=]*)(?==)/.exec(before) ?? [];
  const others = propertiesOf(machines, id ?? /^chardev\.([^.=]*)\./.exec(before)?.[1]);
  const list = { machines, group: 'chardev', schema, others };
  if (id !== undefined && key !== undefined) {
    const start = before.indexOf('=') + 1;
    const items = valueProposals({ ...list, others: withoutKey(others, key) }, key);
    return { whole: value, start, end: value.decoded.length, items };
  }
  const keyStart = /^chardev\.[^.=]*\.(?=[^.=]*$)/.exec(before)?.[0].length;
  if (keyStart !== undefined) {
    const length = /^[^=]*/.exec(value.decoded.slice(keyStart))?.[0].length ?? 0;
    const end = keyStart + length;
    // What a chardev has may be set to something else.
    const all = { ...list, others: others.filter(({ key: own }) => own === 'backend') };
    const items =
      missingKeys(all).length === 0 ? [] : keyProposals(all, value.decoded[end] === '=');
    return { whole: value, start: keyStart, end, items: items.filter(isSingle) };
  }
  if (/=|^(?!chardev\.).*\./.test(before)) return undefined;
  const end = /^[^=]*/.exec(value.decoded)?.[0].length ?? 0;
  const items = chardevIds(machines).map((chardev): Proposal => {
    const label = `chardev.${chardev}.`;
    return { label, subject: { kind: 'id', id: chardev }, parts: [text(label)] };
  });
  return { whole: slice(value, 0), start: 0, end, items };
}

/** Whether a proposal is one key, and no id, which cannot be set. */
function isSingle({ label }: Proposal): boolean {
  return label !== 'id' && label !== 'nowait' && !label.includes(',');
}

function propertiesOf(machines: readonly Machine[], id: string | undefined): readonly Property[] {
  for (const { chardevs } of machines) {
    const chardev = [...chardevs.values()].find((candidate) => candidate.id?.decoded === id);
    if (chardev) return chardev.properties;
  }
  return [];
}

function withoutKey(properties: readonly Property[], key: string): readonly Property[] {
  return properties.filter((property) => property.key !== key);
}
