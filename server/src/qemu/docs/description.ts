/** Descriptions of QEMU's names, translated on access. */
import type { QemuVersion, Versioned } from '../options/version.ts';

type ValueType =
  | 'boolean'
  | 'number'
  /** Bytes, such as `64K`. */
  | 'size'
  | 'word'
  | 'id'
  | 'path'
  | 'string';

export interface Description extends Versioned {
  readonly summary: string;
  readonly valueType?: ValueType | undefined;
  readonly default?: string | undefined;
  /** The possible values if few; a `string` may have others. */
  readonly values?: readonly ValueDescription[] | undefined;
  readonly required?: boolean | undefined;
  readonly deprecated?: Deprecation | undefined;
  /** Whether QEMU accepts it without effect. */
  readonly ignored?: boolean | undefined;
}

/** Describes a value: `on`, `control`. */
export interface ValueDescription extends Versioned {
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

/** Rows by name; most are one sentence. */
export type WordTable = Readonly<Record<string, Words | Words['says']>>;

type Facts = Omit<Words, 'says' | 'values'>;

/** Off by default. */
export const OFF: Facts = { default: 'off' };
/** On by default. */
export const ON: Facts = { default: 'on' };
/** Takes a path. */
export const PATH: Facts = { valueType: 'path' };
/** Takes another object's id. */
export const ID: Facts = { valueType: 'id' };
/** Must be there. */
export const NEEDED: Facts = { required: true };

/** A table's row. */
export function row(facts: Facts, says: Words['says'], values?: Values): Words {
  return { ...facts, says, values };
}

/** The row of a name. */
export function wordsFor(table: WordTable, name: string): Words | undefined {
  const row = rowOf(table, name);
  return typeof row === 'function' ? { says: row } : row;
}

/** A row of the table's own, so not `constructor`. */
export function rowOf<Row>(table: Readonly<Record<string, Row>>, name: string): Row | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

type Values = Readonly<Record<string, () => string>>;

/** Builds a description with the versions of `row`. */
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
