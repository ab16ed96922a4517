/** Half-typed JSON does not parse, so the text is scanned on both sides of the cursor. */
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
import type { ListSchema, OfferedKey } from './list-schemas.ts';
import type { Proposal, ProposalPart, Proposals } from './proposal.ts';

/** Characters of a key or value. */
const WORD_LENGTH = 128;

export function proposeInJson(
  place: ListPlace,
  json: MappedText,
  index: number,
): Proposals | undefined {
  const { decoded: source } = json;
  const near = source.slice(Math.max(0, index - WORD_LENGTH), index);
  const [begun = ''] = /(?:["']|(?<![\w.-]))[\w.-]*$/.exec(near) ?? [];
  const quote = /^["']/.exec(begun)?.[0] ?? '';
  const start = index - begun.length + quote.length;
  // The word may go on behind the cursor.
  const end = index + 1 + (/^[\w.-]*/.exec(source.slice(index + 1))?.[0].length ?? 0);
  const isClosed = quote !== '' && source[end] === quote;
  const open = scan(json, 0, start - quote.length, []);
  const inner = open.at(-1);
  if (inner === undefined) return undefined;
  const { expects, key } = inner;
  scan(json, isClosed ? end + 1 : end, source.length, open, 'nothing');
  const object = objectAt(place, open);
  if (object === undefined) return undefined;
  const spot: Spot = { quote, isClosed };
  const bounds = { whole: json, start, end };
  if (expects === 'key') {
    const hasValue = /^["']?\s*:/.test(source.slice(end));
    const items = jsonKeys(object.list).map((row) => {
      return keyProposal(object, row, spot, hasValue);
    });
    return { ...bounds, items };
  }
  if (expects !== 'value' || key === undefined) return undefined;
  return { ...bounds, items: valuesOf(object, key.decoded, spot) };
}

interface Spot {
  readonly quote: string;
  readonly isClosed: boolean;
}

interface Frame {
  /** The key of the object around it; undefined at the top and in arrays. */
  readonly under: string | undefined;
  readonly properties: Property[];
  expects: 'key' | 'colon' | 'value' | 'nothing';
  /** The key whose value is next, if any. */
  key: MappedText | undefined;
}

const TOKEN = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[{}[\]:,]|[^\s{}[\]:,"']+/g;

/** The frames open at the end. `expects`: the state at the start. */
function scan(
  json: MappedText,
  from: number,
  to: number,
  begin: readonly Frame[],
  expects?: Frame['expects'],
): readonly Frame[] {
  const open = [...begin];
  const last = open.at(-1);
  if (last && expects) last.expects = expects;
  for (const { 0: token, index } of json.decoded.slice(from, to).matchAll(TOKEN)) {
    const frame = open.at(-1);
    if (token === '{' || token === '[') {
      if (frame?.expects === 'value' && frame.key) {
        frame.properties.push(propertyOf(frame.key, slice(json, from + index, from + index)));
      }
      const expected = token === '{' ? 'key' : 'nothing';
      open.push({ under: frame?.key?.decoded, properties: [], expects: expected, key: undefined });
    } else if (token === '}' || token === ']') {
      open.pop();
      const outer = open.at(-1);
      if (outer) outer.expects = 'nothing';
    } else if (frame) scanToken(frame, token, () => contentOf(json, from + index, token));
  }
  return open;
}

function scanToken(frame: Frame, token: string, content: () => MappedText): void {
  switch (token) {
    case ',':
      frame.expects = 'key';
      frame.key = undefined;
      break;
    case ':':
      frame.expects = 'value';
      break;
    default:
      if (frame.expects === 'key') {
        frame.key = content();
        frame.expects = 'colon';
      } else {
        if (frame.expects === 'value' && frame.key) {
          frame.properties.push(propertyOf(frame.key, content()));
        }
        frame.expects = 'nothing';
      }
  }
}

function contentOf(json: MappedText, start: number, token: string): MappedText {
  const quote = /^["']/.test(token) ? 1 : 0;
  return slice(json, start + quote, start + token.length - quote);
}

function propertyOf(keyText: MappedText, value: MappedText): Property {
  return { key: keyText.decoded, keyText, value, flag: undefined, origin: { kind: 'set' } };
}

interface JsonObject {
  readonly list: KnownList;
  readonly type: string | undefined;
  readonly prefix: string;
}

function objectAt(place: ListPlace, open: readonly Frame[]): JsonObject | undefined {
  const [outer, array, rule] = open;
  if (outer === undefined) return undefined;
  const type = outer.properties.find(({ key }) => key === place.schema.typeKey)?.value.decoded;
  if (open.length === 1) {
    return { list: { ...place, others: outer.properties }, type, prefix: '' };
  }
  if (type !== 'authz-list' || array?.under !== 'rules' || open.length > 3) return undefined;
  if (rule === undefined || rule.under !== undefined) return undefined;
  const list = { ...place, schema: RULE, others: rule.properties };
  return { list, type, prefix: 'rules.0.' };
}

/** `QAuthZListRule` in qapi/authz.json. */
const RULE: ListSchema = {
  impliedKey: undefined,
  keyedFirst: true,
  keys: () => [
    { key: 'match', type: 'string' },
    { key: 'policy', type: 'string', words: ['allow', 'deny'] },
    { key: 'format', type: 'string', words: ['exact', 'glob'] },
  ],
};

/** Missing keys, first the one that decides which others exist. */
function jsonKeys(list: KnownList): readonly OfferedKey[] {
  const { typeKey } = list.schema;
  const isTyped = list.others.some(({ key }) => key === typeKey);
  const first: readonly OfferedKey[] =
    typeKey === undefined || isTyped ? [] : [{ key: typeKey, type: 'string' }];
  // In JSON such keys are members of nested objects.
  const rest = missingKeys(list).filter(({ key }) => !key.includes('.'));
  return [...first, ...rest, ...rulesOf(list)];
}

/** The key `rules`, which is one key in JSON only. */
function rulesOf({ schema, others }: KnownList): readonly OfferedKey[] {
  const type = others.find(({ key }) => key === schema.typeKey)?.value.decoded;
  const hasRules = others.some(({ key }) => key === 'rules');
  return type === 'authz-list' && !hasRules ? [{ key: 'rules', type: 'string' }] : [];
}

function keyProposal(
  { list, type, prefix }: JsonObject,
  row: OfferedKey,
  { quote, isClosed }: Spot,
  hasValue: boolean,
): Proposal {
  const { key } = row;
  const mark = quote === '' ? '"' : quote;
  const opening = quote === '' ? mark : '';
  const value = hasValue ? [] : [text(':'), ...firstValue(list, row, mark)];
  // An existing closing quote ends the proposal.
  const rest = isClosed ? [] : [text(mark), ...value];
  return {
    label: key,
    subject: { kind: 'property', group: list.group, type, key: prefix + key },
    parts: [text(opening + key), ...rest],
  };
}

function firstValue(list: KnownList, row: OfferedKey, mark: string): readonly ProposalPart[] {
  const { key } = row;
  if (key === 'id') return [text(mark), newId(list), text(mark)];
  if (key === 'rules') {
    const [before, behind] = ['[{"match":"', '","policy":"allow"}]'];
    return [text(before.replaceAll('"', mark)), CLIENT, text(behind.replaceAll('"', mark))];
  }
  if (row.type === 'boolean') return [{ kind: 'choice', words: ['true', 'false'] }];
  const words = valueProposals(list, key).flatMap(({ label }) => (isWord(label) ? label : []));
  if (words.length === 0) return [];
  return [text(mark), { kind: 'choice', words }, text(mark)];
}

const CLIENT: ProposalPart = { kind: 'placeholder', text: 'CN=client' };

function valuesOf(
  { list, type, prefix }: JsonObject,
  key: string,
  { quote, isClosed }: Spot,
): readonly Proposal[] {
  const { schema, machines, others } = list;
  const row = schema.keys(others, machines[0].version).find((one) => one.key === key);
  const proposals = valueProposals(list, key).map((one): Proposal => {
    if (one.subject.kind !== 'value') return one;
    return { ...one, subject: { ...one.subject, type, key: prefix + key } };
  });
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

function isWord(value: string): boolean {
  return /^[^\s"'\\]+$/.test(value);
}
