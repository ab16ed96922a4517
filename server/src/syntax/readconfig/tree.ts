/** What the reader of -readconfig files returns: a plain readonly tree in which every part knows its place. */

import type { Encodings } from '../../text/encoding.ts';
import type { MappedText } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import type { WrittenComment } from '../comments.ts';

/** One line that gives a key. */
export interface ConfigEntry {
  readonly key: MappedText;
  /**
   * What QEMU takes as the value: `127.0.0.1` of `host = "127.0.0.1"`. Empty, standing at the end of the
   * key, where the line has no quoted value.
   */
  readonly value: MappedText;
  /** What stands there instead of a quoted value. Undefined for a line with a quoted value. */
  readonly dropped: DroppedValue | undefined;
  /** The whole line with its line ending. */
  readonly at: Span;
}

/** A value that its author wrote, or forgot, and QEMU does not take. */
export interface DroppedValue {
  /**
   * The `127.0.0.1` of `host = 127.0.0.1 # me`; the quotes of `host = '127.0.0.1'` are inside. Empty where
   * a value could be added: behind the `=` of `host =`, or behind `host`.
   */
  readonly at: Span;
  /** The value as its author meant it, without single quotes. */
  readonly text: string;
  /** How a value that QEMU sees is written at `at`. */
  readonly encodings: Encodings;
}

/** A header and the lines that belong to it. */
export interface ConfigSection {
  /** `chardev` of `[chardev "mon0"]`. */
  readonly group: MappedText;
  /** `mon0` of `[chardev "mon0"]`; undefined for `[mon]`. */
  readonly id: MappedText | undefined;
  /** The header line without its line ending. */
  readonly at: Span;
  readonly entries: readonly ConfigEntry[];
}

/** What QEMU does not understand in a config file, at its place. */
export interface ConfigProblem {
  readonly kind: /** A line of blanks only; QEMU says `parse error`. */
    | 'parse-error'
    /** A key before the first header; QEMU says `no group defined`. */
    | 'no-group'
    /** A `#` or `;` that QEMU takes for a key. */
    | 'not-a-comment'
    /** A line that looks like a header and is a key, or a header whose group takes in the line ending. */
    | 'not-a-header'
    /** A value or id without a closing quote takes in the line ending. */
    | 'unclosed-quote'
    /** The value is not in double quotes, so QEMU takes an empty one. */
    | 'value-dropped'
    /** Only the first 63 bytes of a group, id or key count. */
    | 'name-too-long'
    /** Only 1,023 bytes make a line; the next byte begins another one. */
    | 'line-too-long';
  readonly at: Span;
  /** Whether QEMU reads no further and does not start, whatever the groups and keys mean. */
  readonly stops: boolean;
}

/** A whole file. */
export interface ConfigDocument {
  readonly sections: readonly ConfigSection[];
  readonly comments: readonly WrittenComment[];
  readonly problems: readonly ConfigProblem[];
}
