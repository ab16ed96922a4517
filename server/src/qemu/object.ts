/**
 * `-object`, `--object` and `[object]`: the credentials and authorization objects that a TLS socket
 * refers to by id, and the monitor objects of QEMU 11.1. JSON objects are read too (QEMU 6.0 and later).
 */
import { knownText, type MappedText } from '../text/mapped-text.ts';
import { findProperty, type Property, parsePropertyList } from './keyval.ts';

export interface QemuObject {
  /** `tls-creds-x509`, `authz-simple` …; undefined where it is unknown. */
  readonly type: string | undefined;
  readonly id: MappedText | undefined;
  /** Properties of a `key=value` object or a section. */
  readonly properties: readonly Property[];
  /** Properties of a JSON object. */
  readonly json: Readonly<Record<string, unknown>> | undefined;
  readonly text: MappedText | undefined;
}

/** Reads the value of `-object`. JSON that does not parse gives an object without a type. */
export function readObject(text: MappedText): QemuObject {
  if (text.text.startsWith('{')) return readJsonObject(text);
  const { properties } = parsePropertyList(text, 0, 'qom-type');
  return objectFromProperties(properties, text, findProperty(properties, 'id')?.value);
}

/** An object given by properties, as in a section. */
export function objectFromProperties(
  properties: readonly Property[],
  text: MappedText | undefined,
  id: MappedText | undefined,
): QemuObject {
  const type = findProperty(properties, 'qom-type');
  return { type: type && knownText(type.value), id, properties, json: undefined, text };
}

function readJsonObject(text: MappedText): QemuObject {
  const source = knownText(text);
  const empty: QemuObject = { type: undefined, id: undefined, properties: [], json: {}, text };
  if (source === undefined) return empty;
  const json = parseJsonObject(source);
  if (json === undefined) return empty;
  const { id } = json;
  const type = json['qom-type'];
  return {
    type: typeof type === 'string' ? type : undefined,
    // The id's own place inside the JSON is not needed: references are compared by their value.
    id:
      typeof id === 'string'
        ? { ...text, text: id, pieces: plainPieces(text, id), starts: [0] }
        : undefined,
    properties: [],
    json,
    text,
  };
}

function plainPieces(text: MappedText, value: string): MappedText['pieces'] {
  const first = text.pieces[0];
  if (first === undefined || value === '') return [];
  return [{ ...first, kind: 'known', text: value, verbatim: false }];
}

function parseJsonObject(source: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(source);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** A property's value as a string, `undefined` if it is absent and `null` if it is unknown. */
export function objectProperty(object: QemuObject, key: string): string | null | undefined {
  if (object.json) {
    const value = object.json[key];
    if (value === undefined) return undefined;
    return typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value);
  }
  const property = findProperty(object.properties, key);
  if (property === undefined) return undefined;
  return property.flag ?? knownText(property.value) ?? null;
}
