/** Objects: TLS credentials, authorization, monitors (QEMU 11.1), also in JSON (since QEMU 6.0). */
import { addToSet } from '../../text/lookup.ts';
import { isKnown, knownText, type MappedText } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import { readJson } from '../options/json.ts';
import {
  findProperty,
  jsonProperties,
  keyvalRefusal,
  lastOfEachKey,
  listId,
  type Property,
  parsePropertyList,
} from '../options/keyval.ts';
import {
  checkProperties,
  isOpenEnded,
  type KeyRow,
  keyRows,
  wrongJsonType,
} from '../options/property-check.ts';
import {
  broughtBy,
  closest,
  isTemplate,
  type Refusal,
  refusal,
  withRepair,
} from '../options/refusal.ts';
import { isIn, type QemuVersion, type Versioned, versionText } from '../options/version.ts';

export interface QemuObject {
  /** `tls-creds-x509`, `authz-simple` …; undefined if unknown. */
  readonly type: string | undefined;
  readonly id: MappedText | undefined;
  /** Dotted keys of nested JSON: `rules.0.match`. */
  readonly properties: readonly Property[];
  /** False if unseen text may add properties. */
  readonly complete: boolean;
  readonly at: Span;
  readonly form: 'options' | 'keyval' | 'json' | 'section';
  readonly parseRefusal: Refusal | undefined;
}

/** `options`: `-object`; `keyval`: the storage daemon's. */
export function readObject(text: MappedText, at: Span, form: 'options' | 'keyval'): QemuObject {
  if (text.decoded.startsWith('{')) {
    const json = readJson(text);
    const properties = jsonProperties(json);
    const complete = json?.kind === 'object' && properties.every(({ value }) => isKnown(value));
    const broken = json === undefined && isKnown(text) && !isJsonTemplate(text.decoded);
    const parseRefusal = broken ? refusal(text, 'JSON parse error') : undefined;
    return makeObject({ properties, complete, at, form: 'json', parseRefusal }, lastId(properties));
  }
  const { properties, openEnded } = parsePropertyList(text, 0, 'qom-type');
  const id = form === 'options' ? listId(text) : lastId(properties);
  return makeObject({ properties, complete: !openEnded, at, form, parseRefusal: undefined }, id);
}

/** Whether a text is a template; braces are JSON's. */
function isJsonTemplate(text: string): boolean {
  return /\{\{|\{%|\$\{/.test(text) || isTemplate(text.replace(/[{}]/g, ''));
}

/** The last `id`, an ordinary key outside of QemuOpts. */
function lastId(properties: readonly Property[]): MappedText | undefined {
  return properties.findLast(({ key }) => key === 'id')?.value;
}

/** The object of `[object "id"]`. */
export function sectionObject(
  properties: readonly Property[],
  id: MappedText | undefined,
  at: Span,
): QemuObject {
  const parseRefusal = undefined;
  return makeObject({ properties, complete: true, at, form: 'section', parseRefusal }, id);
}

function makeObject(
  source: Omit<QemuObject, 'type' | 'id'>,
  id: MappedText | undefined,
): QemuObject {
  const type = findProperty(source.properties, 'qom-type');
  return { ...source, type: type && knownText(type.value), id };
}

/** A property's value; undefined if absent, null if unknown. */
export function objectProperty(object: QemuObject, key: string): string | null | undefined {
  const property = findProperty(object.properties, key);
  if (property === undefined) return object.complete ? undefined : null;
  return property.flag ?? knownText(property.value) ?? null;
}

/** Keys of an object type. */
export interface ObjectTable extends Versioned {
  readonly keys: readonly KeyRow[];
  readonly required: readonly string[];
  readonly words?: Readonly<Record<string, readonly string[]>>;
}

const CREDENTIAL_KEYS: readonly KeyRow[] = keyRows({
  string: 'dir endpoint priority',
  boolean: 'loaded<902 verify-peer',
});
const ENDPOINT = { endpoint: ['server', 'client'] };

/** Of qapi/crypto.json, authz.json, qom.json (QEMU 10.0 and 11.1). Other types are not checked. */
export const OBJECTS: ReadonlyMap<string, ObjectTable> = new Map(
  Object.entries<ObjectTable>({
    'tls-creds-anon': { keys: CREDENTIAL_KEYS, required: [], words: ENDPOINT },
    'tls-creds-psk': {
      keys: [...CREDENTIAL_KEYS, ...keyRows({ string: 'username' })],
      required: ['dir'],
      words: ENDPOINT,
    },
    'tls-creds-x509': {
      keys: [...CREDENTIAL_KEYS, ...keyRows({ string: 'passwordid', boolean: 'sanity-check' })],
      required: ['dir'],
      words: ENDPOINT,
    },
    'authz-simple': { keys: keyRows({ string: 'identity' }), required: ['identity'], since: 400 },
    'authz-list': {
      keys: keyRows({ string: 'policy' }),
      required: [],
      words: { policy: ['deny', 'allow'] },
      since: 400,
    },
    // Since 6.0 the schema says authz-listfile, the type authz-list-file, and neither works.
    'authz-list-file': {
      keys: keyRows({ string: 'filename', boolean: 'refresh' }),
      required: ['filename'],
      since: 400,
      until: 600,
    },
    'authz-listfile': { keys: [], required: [], since: 0, until: 0 },
    'authz-pam': { keys: keyRows({ string: 'service' }), required: ['service'], since: 400 },
    'monitor-hmp': {
      keys: keyRows({ string: 'chardev', boolean: 'readline' }),
      required: ['chardev'],
      since: 1101,
    },
    'monitor-qmp': {
      keys: keyRows({ string: 'chardev close-action', boolean: 'pretty' }),
      required: ['chardev'],
      words: { 'close-action': ['none', 'delete'] },
      since: 1101,
    },
  }),
);

/** Why QEMU refuses an object; undefined for unknown types. */
export function objectRefusal(object: QemuObject, version: QemuVersion): Refusal | undefined {
  const { type, properties, id, form, at, parseRefusal } = object;
  if (parseRefusal) return parseRefusal;
  const keyval = form === 'keyval' ? keyvalRefusal(properties) : undefined;
  if (keyval) return keyval;
  const first = properties[0];
  if (form === 'json' && version < 600 && first) {
    return refusal(first.value, broughtBy('JSON objects', '6.0'), 'version');
  }
  const table = type === undefined ? undefined : OBJECTS.get(type);
  const name = findProperty(properties, 'qom-type')?.value;
  if (name === undefined && object.complete) {
    const message = "Parameter 'qom-type' is missing";
    return { place: { at, through: [] }, message, kind: 'other' };
  }
  if (name && type !== undefined && !isTemplate(type) && !/^[\w.:+-]+$/.test(type)) {
    return refusal(name, `Parameter 'qom-type' does not accept value '${type}'`);
  }
  if (name === undefined) return undefined;
  if (table === undefined) return misspeltType(name, type, version);
  if (!isIn(table, version)) {
    const message = `Parameter 'qom-type' does not accept value '${type}'`;
    const { since = 0 } = table;
    return version < since
      ? refusal(name, broughtBy(message, versionText(since)), 'version')
      : refusal(name, message);
  }
  const own = lastOfEachKey(properties).filter(({ key }) => key !== 'qom-type');
  const listed = own.filter(({ key }) => !(form !== 'options' && /^rules\./.test(key)));
  const unknownKey = checkProperties(listed, table.keys, version);
  if (unknownKey) return unknownKey;
  const rules = type === 'authz-list' ? ruleRefusal(own, name) : undefined;
  if (rules) return rules;
  const found = wrongWord(own, table) ?? wrongJsonType(own, table.keys);
  if (found || isOpenEnded({ properties, openEnded: !object.complete })) return found;
  if (id === undefined) return refusal(name, "Parameter 'id' is missing");
  if (type === 'tls-creds-psk' && objectProperty(object, 'endpoint') === 'server') {
    const username = findProperty(own, 'username');
    const message = 'username should not be set when endpoint=server';
    if (username) return refusal(username.keyText ?? username.value, message);
  }
  const missing = table.required.find((key) => findProperty(own, key) === undefined);
  if (missing === undefined) return undefined;
  const words =
    missing === 'dir' ? "Missing 'dir' property value" : `Parameter '${missing}' is missing`;
  return refusal(name, words);
}

/** Refuses a type that is close to a known one. */
function misspeltType(
  name: MappedText,
  type: string | undefined,
  version: QemuVersion,
): Refusal | undefined {
  if (type === undefined || isTemplate(type)) return undefined;
  const known = [...OBJECTS].filter(([, table]) => isIn(table, version)).map(([key]) => key);
  const instead = closest(type, known);
  if (instead === undefined) return undefined;
  const found = refusal(name, `Parameter 'qom-type' does not accept value '${type}'`);
  return withRepair(found, name, instead);
}

const RULE_KEYS: ReadonlyMap<string, readonly string[] | undefined> = new Map([
  ['match', undefined],
  ['policy', ['allow', 'deny']],
  ['format', ['exact', 'glob']],
]);

/** Refuses a rule without `match` or `policy`. */
function ruleRefusal(properties: readonly Property[], name: MappedText): Refusal | undefined {
  const seen = new Map<string, Set<string>>();
  for (const { key, value } of properties) {
    const [list, index = '', part = ''] = key.split('.');
    if (list !== 'rules' || part === '') continue;
    addToSet(seen, index, part);
    const text = knownText(value);
    const allowed = RULE_KEYS.get(part);
    if (!RULE_KEYS.has(part)) return refusal(value, `Parameter '${key}' is unexpected`);
    if (text === undefined || isTemplate(text) || allowed?.includes(text) !== false) continue;
    return refusal(value, `Parameter '${key}' does not accept value '${text}'`);
  }
  for (const [index, parts] of seen) {
    const missing = ['match', 'policy'].find((part) => !parts.has(part));
    if (missing) return refusal(name, `Parameter 'rules.${index}.${missing}' is missing`);
  }
  return undefined;
}

function wrongWord(
  properties: readonly Property[],
  { words = {} }: ObjectTable,
): Refusal | undefined {
  for (const { key, value, flag, keyText } of properties) {
    const allowed = words[key];
    const text = flag ?? knownText(value);
    if (allowed === undefined || text === undefined || allowed.includes(text)) continue;
    if (isTemplate(text)) continue;
    const place = flag ? (keyText ?? value) : value;
    const found = refusal(place, `Parameter '${key}' does not accept value '${text}'`);
    return flag ? found : withRepair(found, value, closest(text, allowed));
  }
  return undefined;
}
