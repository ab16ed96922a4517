/**
 * Whether QEMU takes a list of properties as such: every key known to that version, every value of its
 * type (`opt_validate` and `parse_option_bool`, `_number`, `_size` in util/qemu-option.c).
 */
import { isKnown, slice } from '../../text/mapped-text.ts';
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

/** A key that a list may have. */
export interface KeyRow extends Versioned {
  readonly key: string;
  /** What QEMU checks its value for (`opt_validate` in util/qemu-option.c). */
  readonly type: 'string' | 'boolean' | 'number' | 'size';
}

/** The first refusal of a list, as QEMU stops there. `id` is everybody's key. */
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

/**
 * Whether a list may have properties that are not in sight: `socket,$MORE`, or `host=$HOST` if the variable
 * holds a comma.
 */
export function mayHoldMore({ properties, openEnded }: PropertyList): boolean {
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
    // A line of a config file without a blank in front of its `=` is a key as a whole.
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

/** By their numbers, without a callback or an iterator: each property of a script is asked for among dozens of rows. */
function rowOf(key: string, rows: readonly KeyRow[]): KeyRow | undefined {
  for (let index = 0; index < rows.length; index++)
    if (rows[index]?.key === key) return rows[index];
  return undefined;
}

/** Words of other programs, and `of`, which is one letter away from both. */
const BOOLEAN_WORDS: ReadonlyMap<string, string> = new Map([
  ...['1', 'enable', 'enabled'].map((word) => [word, 'on'] as const),
  ...['0', 'disable', 'disabled', 'of', 'none'].map((word) => [word, 'off'] as const),
]);

/** Those of QEMU's own words that are long enough to be told apart when a letter is wrong. */
const LONG_BOOLEANS = ['off', 'yes', 'true', 'false'];

/** The word of QEMU that was probably meant: `on` for `ON` and for `1`; undefined where none is near. */
function meantBoolean(text: string): string | undefined {
  const lower = text.toLowerCase();
  if (booleanOf(lower) !== undefined) return lower;
  return BOOLEAN_WORDS.get(lower) ?? closest(lower, LONG_BOOLEANS);
}

/** What is wrong with the types of a JSON object, which has booleans of its own: `"off"` is none there. */
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

/** What QEMU says it expects, or undefined for a value of the type. */
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

/** Whether strtoull(3) with base 0 reads a text as a whole. */
function isNumber(text: string): boolean {
  return numberOf(text) !== undefined;
}

/**
 * What strtoull(3) with base 0 reads: `10`, `0x1f`, `017`, with blanks and a sign in front. Undefined where
 * something is left, and for what takes more than 64 bits. A negative number stays one.
 */
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

/**
 * How many bytes a text says: `64K`, `1.5M`, `0x10000` (`qemu_strtosz`). Undefined for what is no size or
 * takes more than 64 bits.
 */
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
