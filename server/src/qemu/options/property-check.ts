/** Checks keys and values of a list (`opt_validate`, `parse_option_bool`, `_number`, `_size` in util/qemu-option.c). */
import { isKnown, slice } from '../../text/mapped-text.ts';
import { splitWords } from '../../text/split-words.ts';
import { booleanOf, type Property, type PropertyList } from './keyval.ts';
import {
  broughtBy,
  closest,
  isTemplate,
  type Refusal,
  refusal,
  removedBy,
  withRepair,
} from './refusal.ts';
import { isIn, type QemuVersion, type Versioned, versionText } from './version.ts';

export interface KeyRow extends Versioned {
  readonly key: string;
  readonly type: 'string' | 'boolean' | 'number' | 'size';
}

/** Rows by type: `wait`, `tls-creds>=206` since 2.6, `reconnect>=202<1002` until 10.2. */
export function keyRows(types: Partial<Record<KeyRow['type'], string>>): readonly KeyRow[] {
  const rows = Object.entries(types).flatMap(([type, words]) =>
    splitWords(words).map((word): KeyRow => {
      const [, key = '', since, until] = /^([^<>]+)(?:>=(\d+))?(?:<(\d+))?$/.exec(word) ?? [];
      return {
        key,
        type: type as KeyRow['type'],
        ...(since !== undefined && { since: Number(since) }),
        ...(until !== undefined && { until: Number(until) }),
      };
    }),
  );
  return rows.toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

/** The first refusal; `id` is always allowed. */
export function checkProperties(
  properties: readonly Property[],
  rows: readonly KeyRow[],
  version: QemuVersion,
): Refusal | undefined {
  for (const property of properties) {
    const found = checkProperty(property, rows, version);
    if (found) return found;
  }
  return undefined;
}

/** Whether unknown text may add properties: `socket,$MORE`, or a comma in `host=$HOST`. */
export function isOpenEnded({ properties, openEnded }: PropertyList): boolean {
  return (
    openEnded ||
    properties.some(({ key, keyText, value }) => {
      const known = isKnown(value) && (keyText === undefined || isKnown(keyText));
      return !known || isTemplate(value.decoded) || isTemplate(key);
    })
  );
}

function checkProperty(
  property: Property,
  rows: readonly KeyRow[],
  version: QemuVersion,
): Refusal | undefined {
  const { key, keyText, value, flag } = property;
  if (key === 'id' || (keyText !== undefined && !isKnown(keyText))) return undefined;
  if (isTemplate(key) || isTemplate(value.decoded)) return undefined;
  const row = rowOf(key, rows);
  const place = keyText ?? value;
  if (row === undefined) {
    const found = refusal(place, `Invalid parameter '${key}'`);
    // A config line without a blank before `=`.
    if (keyText === undefined || key.includes('=')) return found;
    const instead = closest(key, [...rows.map((candidate) => candidate.key), 'id']);
    const text = flag === 'off' ? slice(keyText, 2) : slice(keyText, 0, key.length);
    return withRepair(found, text, instead);
  }
  if (!isIn(row, version)) return refusal(place, versionWords(row, version), 'version');
  if (flag === undefined ? isKnown(value) : row.type !== 'boolean') {
    const text = flag ?? value.decoded;
    const expected = wrongType(row, text);
    if (expected === undefined) return undefined;
    const found = refusal(flag ? place : value, `Parameter '${key}' expects ${expected}`);
    const written = flag === undefined && row.type === 'boolean';
    return written ? withRepair(found, value, meantBoolean(text)) : found;
  }
  return undefined;
}

function rowOf(key: string, rows: readonly KeyRow[]): KeyRow | undefined {
  for (let index = 0; index < rows.length; index++)
    if (rows[index]?.key === key) return rows[index];
  return undefined;
}

/** The boolean that other programs' words mean. `of` is one slip from `off` and `on`, and means off. */
const BOOLEAN_WORDS: ReadonlyMap<string, string> = new Map([
  ...['1', 'enable', 'enabled'].map((word) => [word, 'on'] as const),
  ...['0', 'disable', 'disabled', 'of', 'none'].map((word) => [word, 'off'] as const),
]);

const LONG_BOOLEANS = ['off', 'yes', 'true', 'false'];

/** `on` for `ON` and `1`; undefined if none is close. */
function meantBoolean(text: string): string | undefined {
  const lower = text.toLowerCase();
  if (booleanOf(lower) !== undefined) return lower;
  return BOOLEAN_WORDS.get(lower) ?? closest(lower, LONG_BOOLEANS);
}

/** Refuses a value of another JSON type: `"off"` is no boolean. */
export function wrongJsonType(
  properties: readonly Property[],
  rows: readonly KeyRow[],
): Refusal | undefined {
  for (const { key, value, origin } of properties) {
    const type = rowOf(key, rows)?.type;
    if (origin.kind !== 'json' || origin.type === 'unknown' || type === undefined) continue;
    if (origin.type === type) continue;
    return refusal(value, `Invalid parameter type for '${key}', expected: ${type}`);
  }
  return undefined;
}

/** `Invalid parameter 'reconnect', which QEMU 10.2 removed`. */
function versionWords({ key, since, until }: KeyRow, version: QemuVersion): string {
  const message = `Invalid parameter '${key}'`;
  if (since !== undefined && version < since) {
    return broughtBy(message, versionText(since));
  }
  return until === undefined ? message : removedBy(message, versionText(until));
}

function wrongType({ type }: KeyRow, text: string): string | undefined {
  switch (type) {
    case 'string':
      return undefined;
    case 'boolean':
      return booleanOf(text) === undefined ? "'on' or 'off'" : undefined;
    case 'number':
      return isNumber(text) ? undefined : 'a number';
    case 'size':
      return sizeOf(text) !== undefined
        ? undefined
        : 'a size value representable as a 64-bit integer';
  }
}

function isNumber(text: string): boolean {
  return numberOf(text) !== undefined;
}

/** As strtoull(3) with base 0: `10`, `0x1f`, `017`. Undefined for trailing text or over 64 bits. */
export function numberOf(text: string): bigint | undefined {
  const match = /^\s*([-+]?)(?:0x([\da-f]+)|0([0-7]*)|([1-9]\d*))$/i.exec(text);
  if (match === null) return undefined;
  const [, sign, hex, octal, decimal] = match;
  const digits = hex === undefined ? (decimal ?? `0o0${octal}`) : `0x${hex}`;
  const value = BigInt(digits);
  if (value >= 2n ** 64n) return undefined;
  return sign === '-' ? -value : value;
}

const SUFFIXES = 'bkmgtpe';

/** Bytes as `qemu_strtosz` reads them: `64K`, `1.5M`, `0x10000`. Undefined if invalid or over 64 bits. */
export function sizeOf(text: string): number | undefined {
  const match = /^\s*\+?(?:(0x[\da-f]+)|(\d+(?:\.\d*)?|\.\d+)([bkmgtpe]?))$/i.exec(text);
  if (match === null) return undefined;
  const [, hex, decimal, suffix = ''] = match;
  const unit = 1024 ** Math.max(0, SUFFIXES.indexOf(suffix.toLowerCase()));
  // A fraction needs a unit.
  if (unit === 1 && !Number.isInteger(Number(decimal ?? 0))) return undefined;
  const bytes = hex === undefined ? Math.floor(Number(decimal) * unit) : Number(hex);
  return bytes < 2 ** 64 ? bytes : undefined;
}
