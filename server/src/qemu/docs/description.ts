/**
 * What there is to say about a name of QEMU's: in one sentence, with its default, its values and the versions
 * that have it. The sentences are made when they are asked for, in the language that holds then.
 */
import type { QemuVersion, Versioned } from '../options/version.ts';

/** What kind of value a property or option takes. */
type ValueType =
  /** `on` or `off`. */
  | 'boolean'
  | 'number'
  /** A number of bytes, such as `64K`. */
  | 'size'
  /** One of the words in `values`. */
  | 'word'
  /** The id of something that is defined elsewhere. */
  | 'id'
  /** The name of a file, a directory or a device. */
  | 'path'
  | 'string';

/** What there is to say about an option, a backend, a type or a property. */
export interface Description extends Versioned {
  /** A sentence without its full stop that says what it is. */
  readonly summary: string;
  /** Undefined for what takes no value. */
  readonly valueType?: ValueType | undefined;
  /** What holds where it is not written, as one would write it: `off`, `64K`. Undefined if nothing does. */
  readonly default?: string | undefined;
  /** The values that it may have, where these are a few words; others may be right as well for `string`. */
  readonly values?: readonly ValueDescription[] | undefined;
  /** Whether QEMU refuses to do without it. */
  readonly required?: boolean | undefined;
  readonly deprecated?: Deprecation | undefined;
  /** What QEMU of any version does with it all the same: it accepts the property and does not look at it. */
  readonly ignored?: boolean | undefined;
}

/** What there is to say about one value of a property. */
export interface ValueDescription extends Versioned {
  /** The value as it is written: `on`, `control`. */
  readonly value: string;
  /** A sentence without its full stop. */
  readonly summary: string;
}

/** That QEMU warns of a thing, and may do without it one day. */
interface Deprecation {
  /** The first version that says so. */
  readonly since: QemuVersion;
  /** What to write in its place, as it is written. */
  readonly instead: string;
}

/** A row of a table of descriptions, whose sentences are still to be made. */
export interface Words
  extends Versioned,
    Pick<Description, 'valueType' | 'default' | 'required' | 'deprecated'> {
  readonly says: () => string;
  readonly values?: Values | undefined;
}

/** What there is to say about each of several names; of many a sentence is all. */
export type WordTable = Readonly<Record<string, Words | Words['says']>>;

/** What a table has for a name; undefined where it has nothing. */
export function wordsFor(table: WordTable, name: string): Words | undefined {
  const row = rowOf(table, name);
  return typeof row === 'function' ? { says: row } : row;
}

/** The row of a name, which may be anything that somebody typed: `constructor` is in no table. */
export function rowOf<Row>(table: Readonly<Record<string, Row>>, name: string): Row | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** The values of a row with their sentences. */
type Values = Readonly<Record<string, () => string>>;

/** A description out of a row, and the versions that a table of the model gives it. */
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
