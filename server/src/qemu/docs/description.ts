/** Descriptions of QEMU's names, translated on access. */
import type { QemuVersion, Versioned } from '../options/version.ts';

type ValueType =
  | 'boolean'
  | 'number'
  /** Bytes, such as `64K`. */
  | 'size'
  | 'word'
  | 'id'
  /** A file, directory or device. */
  | 'path'
  | 'string';

/** Describes an option, backend, type or property. */
export interface Description extends Versioned {
  readonly summary: string;
  /** The kind of value; undefined if there is no value. */
  readonly valueType?: ValueType | undefined;
  readonly default?: string | undefined;
  /** The possible values if there are few. A `string` may have others. */
  readonly values?: readonly ValueDescription[] | undefined;
  readonly required?: boolean | undefined;
  readonly deprecated?: Deprecation | undefined;
  /** Whether QEMU accepts it without effect. */
  readonly ignored?: boolean | undefined;
}

/** The description of a value. */
export interface ValueDescription extends Versioned {
  /** The value as it is written: `on`, `control`. */
  readonly value: string;
  readonly summary: string;
}

interface Deprecation {
  /** The first version that warns. */
  readonly since: QemuVersion;
  readonly instead: string;
}

/** A table's row, not translated yet. */
export interface Words
  extends Versioned,
    Pick<Description, 'valueType' | 'default' | 'required' | 'deprecated'> {
  readonly says: () => string;
  readonly values?: Values | undefined;
}

/** Rows by name; most are only a sentence. */
export type WordTable = Readonly<Record<string, Words | Words['says']>>;

type Facts = Omit<Words, 'says' | 'values'>;

/** A property that is off by default. */
export const OFF: Facts = { default: 'off' };
/** A property that is on by default. */
export const ON: Facts = { default: 'on' };
/** A property whose value is a path. */
export const PATH: Facts = { valueType: 'path' };
/** Takes the id of another object. */
export const ID: Facts = { valueType: 'id' };
/** A property that must be there. */
export const NEEDED: Facts = { required: true };

/** A row of a table. */
export function row(facts: Facts, says: Words['says'], values?: Values): Words {
  return { ...facts, says, values };
}

/** The row of a name, if there is one. */
export function wordsFor(table: WordTable, name: string): Words | undefined {
  const row = rowOf(table, name);
  return typeof row === 'function' ? { says: row } : row;
}

/** The row of a name, own properties only: not `constructor`. */
export function rowOf<Row>(table: Readonly<Record<string, Row>>, name: string): Row | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

type Values = Readonly<Record<string, () => string>>;

/** Builds a description; versions come from `row`. */
export function describe(words: Words, row: Versioned = words): Description {
  const { says, values, since: _since, until: _until, ...rest } = words;
  const { since, until } = row;
  return {
    summary: says(),
    ...rest,
    ...(values ? { values: valueList(values) } : {}),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
  };
}

function valueList(values: Values): readonly ValueDescription[] {
  return Object.entries(values).map(([value, says]) => ({ value, summary: says() }));
}
