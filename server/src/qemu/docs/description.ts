/**
 * Descriptions of QEMU's names: a sentence, default, values, versions. Sentences are translated on access.
 */
import type { QemuVersion, Versioned } from '../options/version.ts';

/** The kind of value. */
type ValueType =
  /** `on` or `off`. */
  | 'boolean'
  | 'number'
  /** A number of bytes, such as `64K`. */
  | 'size'
  /** One of `values`. */
  | 'word'
  /** The id of something defined elsewhere. */
  | 'id'
  /** A file, directory or device. */
  | 'path'
  | 'string';

/** The description of an option, backend, type or property. */
export interface Description extends Versioned {
  /** A sentence without a full stop. */
  readonly summary: string;
  /** Undefined if it takes no value. */
  readonly valueType?: ValueType | undefined;
  /** The default as written: `off`, `64K`. */
  readonly default?: string | undefined;
  /** The possible values, if few. For `string` there may be others. */
  readonly values?: readonly ValueDescription[] | undefined;
  /** Whether QEMU requires it. */
  readonly required?: boolean | undefined;
  readonly deprecated?: Deprecation | undefined;
  /** Whether QEMU accepts and ignores it. */
  readonly ignored?: boolean | undefined;
}

/** The description of a value. */
export interface ValueDescription extends Versioned {
  /** As written: `on`, `control`. */
  readonly value: string;
  /** A sentence without a full stop. */
  readonly summary: string;
}

/** A deprecation. */
interface Deprecation {
  /** The first version that warns. */
  readonly since: QemuVersion;
  /** The replacement, as written. */
  readonly instead: string;
}

/** A row of a table, not yet translated. */
export interface Words
  extends Versioned,
    Pick<Description, 'valueType' | 'default' | 'required' | 'deprecated'> {
  readonly says: () => string;
  readonly values?: Values | undefined;
}

/** Rows by name; a bare sentence for many. */
export type WordTable = Readonly<Record<string, Words | Words['says']>>;

/** The row of a name, if there is one. */
export function wordsFor(table: WordTable, name: string): Words | undefined {
  const row = rowOf(table, name);
  return typeof row === 'function' ? { says: row } : row;
}

/** Own properties only: `constructor` is in no table. */
export function rowOf<Row>(table: Readonly<Record<string, Row>>, name: string): Row | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** Values with their sentences. */
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
