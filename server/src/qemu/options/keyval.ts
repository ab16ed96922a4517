/**
 * QEMU's `key=value,…` lists (`opts_do_parse` in util/qemu-option.c): `,,` in a value is a comma, the first item may
 * lack its key, a later item without `=` is a flag, `no` negates a flag. No quotes, no trimming.
 */
import type { ConfigEntry, Word } from '../../invocation/invocation.ts';
import {
  decodedPiece,
  type MappedText,
  mappedText,
  replaceEach,
  slice,
  UNKNOWN,
  unknownAt,
} from '../../text/mapped-text.ts';
import { ABSENT, type Fact, textFact } from './fact.ts';
import { type JsonValue, readJson } from './json.ts';
import { type Refusal, refusal } from './refusal.ts';

export interface Property {
  /** `host` for `host=1.2.3.4`; of a flag without `no`. */
  readonly key: string;
  /** As written; undefined if implied. */
  readonly keyText: MappedText | undefined;
  /** With commas decoded; a flag's key. */
  readonly value: MappedText;
  /** What a key without a value means. */
  readonly flag: 'on' | 'off' | undefined;
  readonly origin: PropertyOrigin;
}

type PropertyOrigin =
  /** `[start, end)` without commas. */
  | {
      readonly kind: 'item';
      readonly list: MappedText;
      readonly start: number;
      readonly end: number;
    }
  | { readonly kind: 'entry'; readonly entry: ConfigEntry }
  /** A string is between `quote`s. */
  | {
      readonly kind: 'json';
      readonly type: 'string' | 'number' | 'boolean' | 'null' | 'unknown';
      readonly quote?: string;
    }
  /** `-set group.id.key=value`; no words if QEMU adds it. */
  | {
      readonly kind: 'set';
      readonly option?: {
        readonly name: string;
        readonly words: readonly Word[];
        readonly value: MappedText | undefined;
      };
    };

/** `socket,id=m,server=on`. */
export interface PropertyList {
  readonly properties: readonly Property[];
  /** Whether unknown text may hold items: `socket,id=a,$EXTRA`. */
  readonly openEnded: boolean;
}

/** `impliedKey` is that of a first item without `=`. Unknown pieces are assumed to hold no comma. */
export function parsePropertyList(
  list: MappedText,
  start: number,
  impliedKey: string | undefined,
): PropertyList {
  const properties: Property[] = [];
  let openEnded = false;
  let implied = impliedKey;
  for (let item = itemAt(list, start, implied); item; item = itemAt(list, item.end + 1)) {
    const property = readItem(list, item, implied);
    if (property) properties.push(property);
    else openEnded = true;
    implied = undefined;
  }
  return { properties, openEnded };
}

interface Item {
  readonly start: number;
  readonly nameEnd: number;
  readonly hasValue: boolean;
  readonly end: number;
}

function itemAt({ decoded }: MappedText, start: number, implied?: string): Item | undefined {
  if (start >= decoded.length) return undefined;
  let nameEnd = start;
  while (nameEnd < decoded.length && !'=,'.includes(decoded.charAt(nameEnd))) nameEnd++;
  const hasValue = decoded[nameEnd] === '=';
  const takesValue = hasValue || implied !== undefined;
  const end = takesValue ? valueEnd(decoded, hasValue ? nameEnd + 1 : start) : nameEnd;
  return { start, nameEnd, hasValue, end };
}

function readItem(list: MappedText, item: Item, implied?: string): Property | undefined {
  const { start, hasValue, end } = item;
  if (hasValue || implied !== undefined) return new ItemOfList(list, item, implied);
  return readFlag(slice(list, start, end), { kind: 'item', list, start, end });
}

/** Makes texts on demand, since few items are read. */
class ItemOfList implements Property {
  readonly key: string;
  readonly flag: undefined;
  readonly list: MappedText;
  readonly item: Item;
  #value: MappedText | undefined;
  #keyText: MappedText | undefined;

  constructor(list: MappedText, item: Item, implied: string | undefined) {
    this.list = list;
    this.item = item;
    this.key = item.hasValue ? list.decoded.slice(item.start, item.nameEnd) : (implied ?? '');
  }

  get keyText(): MappedText | undefined {
    const { start, nameEnd, hasValue } = this.item;
    if (hasValue) this.#keyText ??= slice(this.list, start, nameEnd);
    return this.#keyText;
  }

  get value(): MappedText {
    const { start, nameEnd, hasValue, end } = this.item;
    this.#value ??= undouble(slice(this.list, hasValue ? nameEnd + 1 : start, end));
    return this.#value;
  }

  get origin(): PropertyOrigin {
    const { start, end } = this.item;
    return { kind: 'item', list: this.list, start, end };
  }
}

/** Properties of a list, or of JSON with dotted keys. */
export function listOrJsonProperties(
  value: MappedText,
  impliedKey: string | undefined,
): readonly Property[] {
  return value.decoded.startsWith('{')
    ? jsonProperties(readJson(value))
    : parsePropertyList(value, 0, impliedKey).properties;
}

/** A config line's property. */
export function entryProperty(entry: ConfigEntry): Property {
  const { key, value } = entry;
  const origin = { kind: 'entry', entry } as const;
  return { key: key.decoded, keyText: key, value, flag: undefined, origin };
}

/** A property that is not written as an item: gdb's `server`, the id of a header. */
export function addedProperty(key: string, value: MappedText, flag?: 'on'): Property {
  return { key, keyText: undefined, value, flag, origin: { kind: 'set' } };
}

/** Scalars by dotted key: `rules.0.match`. */
export function jsonProperties(value: JsonValue | undefined, prefix = ''): readonly Property[] {
  if (value?.kind === 'object') {
    return value.entries.flatMap(({ key, value: inner }) => {
      return jsonItem(inner, prefix + key.decoded, prefix === '' ? key : undefined);
    });
  }
  if (value?.kind !== 'array') return [];
  return value.items.flatMap((item, index) => jsonItem(item, `${prefix}${index}`, undefined));
}

function jsonItem(
  value: JsonValue,
  key: string,
  keyText: MappedText | undefined,
): readonly Property[] {
  if (value.kind === 'object' || value.kind === 'array') return jsonProperties(value, `${key}.`);
  const quote = value.kind === 'string' ? { quote: value.quote } : {};
  const origin = { kind: 'json', type: value.kind, ...quote } as const;
  return [{ key, keyText, value: value.text, flag: undefined, origin }];
}

/** What `opts_parse_id` finds: the first `id`; `on` for a flag, `off` for `noid`. */
export function listId(list: MappedText): MappedText | undefined {
  for (let item = itemAt(list, 0); item; item = itemAt(list, item.end + 1)) {
    if (!/^(?:no)?id/.test(list.decoded.slice(item.start, item.nameEnd))) continue;
    const found = readItem(list, item);
    if (found?.key !== 'id') continue;
    if (found.flag === undefined) return found.value;
    const piece = decodedPiece(list, item.start, item.end, found.flag);
    return piece && mappedText([piece]);
  }
  return undefined;
}

/** `keyval_parse_one` refuses flags, and an implied first value that is empty or has a doubled comma. */
export function keyvalRefusal(properties: readonly Property[]): Refusal | undefined {
  const flag = properties.find((property) => property.flag !== undefined);
  if (flag) {
    const written = flag.keyText ?? flag.value;
    return refusal(written, `Expected '=' after parameter '${written.decoded}'`);
  }
  const first = properties[0];
  if (first?.keyText !== undefined || first?.origin.kind !== 'item') return undefined;
  const { list, start, end } = first.origin;
  const empty = start === end || slice(list, start, end).decoded.includes(',,');
  return empty ? refusal(first.value, "Invalid parameter ''") : undefined;
}

function valueEnd(text: string, start: number): number {
  let position = start;
  for (;;) {
    const comma = text.indexOf(',', position);
    if (comma === -1) return text.length;
    if (text[comma + 1] !== ',') return comma;
    position = comma + 2;
  }
}

/** `nowait` is `wait` off. A flag with an unknown end (`server$MORE`) counts by its known part. */
function readFlag(text: MappedText, origin: PropertyOrigin): Property | undefined {
  const unknown = text.decoded.indexOf(UNKNOWN);
  const name =
    unknown === -1 || !unknownAt(text, unknown) ? text.decoded : text.decoded.slice(0, unknown);
  if (name === '' && text.decoded !== '') return undefined;
  const off = name.startsWith('no');
  return {
    key: off ? name.slice(2) : name,
    keyText: text,
    value: text,
    flag: off ? 'off' : 'on',
    origin,
  };
}

function undouble(text: MappedText): MappedText {
  return text.decoded.includes(',,') ? replaceEach(text, /,,/g, () => ',') : text;
}

/** Escapes a value's commas. */
export function doubleCommas(value: string): string {
  return value.replaceAll(',', ',,');
}

/** The property in force: the last of a key, but the first `id`. */
export function findProperty(properties: readonly Property[], key: string): Property | undefined {
  const isMeant = (property: Property) => property.key === key;
  return key === 'id' ? properties.find(isMeant) : properties.findLast(isMeant);
}

/** Properties in force, in order. */
export function lastOfEachKey(properties: readonly Property[]): readonly Property[] {
  if (properties.length < 2) return properties;
  const last = new Map(properties.map((property) => [property.key, property]));
  return properties.filter((property) => last.get(property.key) === property);
}

/** The fact of a key. */
export function propertyFact(properties: readonly Property[], key: string): Fact<string> {
  const property = findProperty(properties, key);
  if (property === undefined) return ABSENT;
  if (property.flag) return { kind: 'known', value: property.flag, text: property.value };
  return textFact(property.value);
}

const TRUE_WORDS = new Set(['on', 'yes', 'true', 'y']);
const FALSE_WORDS = new Set(['off', 'no', 'false', 'n']);

/** The boolean that `qapi_bool_parse` reads: lower case, no numbers. */
export function booleanOf(text: string): boolean | undefined {
  if (TRUE_WORDS.has(text)) return true;
  return FALSE_WORDS.has(text) ? false : undefined;
}

/** The boolean of a key; a refused spelling is unknown. */
export function booleanFact(properties: readonly Property[], key: string): Fact<boolean> {
  const fact = propertyFact(properties, key);
  if (fact.kind !== 'known') return fact;
  const value = booleanOf(fact.value);
  const { text } = fact;
  return value === undefined ? { kind: 'unknown', text } : { kind: 'known', value, text };
}
