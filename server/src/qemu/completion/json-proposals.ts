/**
 * What may be written in a list that is JSON, `{"qom-type":"tls-creds-x509","id":"tls0"}`: a key that is not there
 * yet, or what a key may be. Half-typed JSON is normal here, so that nothing reads it as a whole: what stands in
 * front of the place and behind it is gone through by itself.
 */
import { type MappedText, slice } from '../../text/mapped-text.ts';
import { text } from '../change/change.ts';
import type { Property } from '../options/keyval.ts';
import {
  type KnownList,
  type ListPlace,
  missingKeys,
  newId,
  valueProposals,
} from './list-proposals.ts';
import type { OfferedKey } from './list-schemas.ts';
import type { Proposal, ProposalPart, Proposals } from './proposal.ts';

/** What may be written at the character `index` of a JSON object; undefined in what lies inside of its values. */
export function proposeInJson(
  place: ListPlace,
  json: MappedText,
  index: number,
): Proposals | undefined {
  const { text: source } = json;
  const [begun = ''] = /["']?[\w.-]*$/.exec(source.slice(0, index)) ?? [];
  const quote = /^["']/.exec(begun)?.[0] ?? '';
  const start = index - begun.length + quote.length;
  // The place itself is one character, and a word may go on behind it.
  const end = index + 1 + (/^[\w.-]*/.exec(source.slice(index + 1))?.[0].length ?? 0);
  const isClosed = quote !== '' && source[end] === quote;
  const before = goThrough(json, 0, start - quote.length, { depth: 0, expects: 'nothing' });
  if (before.depth !== 1) return undefined;
  const after = goThrough(json, isClosed ? end + 1 : end, source.length, {
    ...{ depth: 1, expects: 'nothing' },
  });
  const known: KnownList = { ...place, others: [...before.properties, ...after.properties] };
  const spot: Spot = { quote, isClosed };
  const bounds = { whole: json, start, end };
  if (before.expects === 'key') {
    const hasValue = /^["']?\s*:/.test(source.slice(end));
    const items = jsonKeys(known).map((row) => keyProposal(known, row, spot, hasValue));
    return { ...bounds, items };
  }
  if (before.expects !== 'value' || before.key === undefined) return undefined;
  return { ...bounds, items: valuesOf(known, before.key, spot) };
}

/** How a word is written at the place. */
interface Spot {
  /** The quote that is there in front of it; empty for none. */
  readonly quote: string;
  /** Whether the one behind it is there as well. */
  readonly isClosed: boolean;
}

interface State {
  /** How many brackets are open. */
  readonly depth: number;
  readonly expects: 'key' | 'colon' | 'value' | 'nothing';
  /** The key whose value is expected. */
  readonly key?: MappedText | undefined;
}

const TOKEN = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[{}[\]:,]|[^\s{}[\]:,"']+/g;

/** The properties of the outermost object in a stretch, and what is expected at its end. */
function goThrough(
  json: MappedText,
  from: number,
  to: number,
  begin: State,
): State & { readonly properties: readonly Property[] } {
  let { depth, expects, key } = begin;
  const properties: Property[] = [];
  for (const { 0: token, index } of json.text.slice(from, to).matchAll(TOKEN)) {
    if (token === '{' || token === '[') {
      depth++;
      if (depth === 1) expects = 'key';
    } else if (token === '}' || token === ']') {
      depth--;
      if (depth === 1) expects = 'nothing';
    } else if (depth === 1) {
      if (token === ',') expects = 'key';
      else if (token === ':') expects = 'value';
      else {
        const content = contentOf(json, from + index, token);
        if (expects === 'key') {
          key = content;
          expects = 'colon';
        } else {
          if (expects === 'value' && key) properties.push(propertyOf(key, content));
          expects = 'nothing';
        }
      }
    }
    if (token === ',') key = undefined;
  }
  return { depth, expects, key, properties };
}

function contentOf(json: MappedText, start: number, token: string): MappedText {
  const quote = /^["']/.test(token) ? 1 : 0;
  return slice(json, start + quote, start + token.length - quote);
}

function propertyOf(keyText: MappedText, value: MappedText): Property {
  return { key: keyText.text, keyText, value, flag: undefined, origin: { kind: 'set' } };
}

/** The keys that an object may have and has not, with the one that decides about the others first. */
function jsonKeys(list: KnownList): readonly OfferedKey[] {
  const { typeKey } = list.schema;
  const isTyped = list.others.some(({ key }) => key === typeKey);
  const first: readonly OfferedKey[] =
    typeKey === undefined || isTyped ? [] : [{ key: typeKey, type: 'string' }];
  // `addr.type` is an object in an object there.
  return [...first, ...missingKeys(list).filter(({ key }) => !key.includes('.'))];
}

function keyProposal(
  list: KnownList,
  row: OfferedKey,
  { quote, isClosed }: Spot,
  hasValue: boolean,
): Proposal {
  const { key } = row;
  const { group, schema, others } = list;
  const type = others.find((other) => other.key === schema.typeKey)?.value.text;
  const mark = quote === '' ? '"' : quote;
  const opening = quote === '' ? mark : '';
  const value = hasValue ? [] : [text(':'), ...firstValue(list, row, mark)];
  // Behind a quote that is there nothing can be written.
  const rest = isClosed ? [] : [text(mark), ...value];
  return {
    label: key,
    subject: { kind: 'property', group, type, key },
    parts: [text(opening + key), ...rest],
  };
}

/** What stands behind a new key: a new id, or one of a few words, where there are few. */
function firstValue(list: KnownList, row: OfferedKey, mark: string): readonly ProposalPart[] {
  if (row.key === 'id') return [text(mark), newId(list), text(mark)];
  if (row.type === 'boolean') return [{ kind: 'choice', words: ['true', 'false'] }];
  const words = valueProposals(list, row.key).flatMap(({ label }) => (isWord(label) ? label : []));
  if (words.length === 0) return [];
  return [text(mark), { kind: 'choice', words }, text(mark)];
}

function valuesOf(list: KnownList, key: MappedText, { quote, isClosed }: Spot) {
  const { schema, machines, others } = list;
  const row = schema.keys(others, machines[0].version).find((one) => one.key === key.text);
  const proposals = valueProposals(list, key.text);
  if (row?.type === 'boolean') return quote === '' ? proposals.map(asBoolean) : [];
  const opening = quote === '' ? '"' : '';
  const closing = isClosed ? '' : quote || '"';
  return proposals
    .filter(({ label }) => isWord(label))
    .map((one) => ({ ...one, parts: [text(opening + one.label + closing)] }));
}

function asBoolean(proposal: Proposal): Proposal {
  const label = proposal.label === 'on' ? 'true' : 'false';
  return { ...proposal, label, parts: [text(label)] };
}

/** Whether a value stands for itself between quotes. */
function isWord(value: string): boolean {
  return /^[^\s"'\\]+$/.test(value);
}
