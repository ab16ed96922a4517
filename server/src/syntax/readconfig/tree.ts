/** A -readconfig file as plain data with spans. */

import type { Encodings } from '../../text/encoding.ts';
import type { MappedText } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import type { WrittenComment } from '../comments.ts';

/** A line with a key. */
export interface ConfigEntry {
  readonly key: MappedText;
  /** The value that QEMU takes: `127.0.0.1` of `host = "127.0.0.1"`. Empty, at the key's end, without quotes. */
  readonly value: MappedText;
  /** The unquoted value that QEMU drops; undefined with a quoted one. */
  readonly dropped: DroppedValue | undefined;
  /** The whole line with its line ending. */
  readonly at: Span;
}

/** A value that QEMU ignores, or a missing one. */
export interface DroppedValue {
  /** `127.0.0.1` of `host = 127.0.0.1 # me`; with the quotes of `host = '127.0.0.1'`. Empty after `host =`. */
  readonly at: Span;
  /** Without single quotes. */
  readonly text: string;
  /** Of a valid value at `at`. */
  readonly encodings: Encodings;
}

/** A header and its lines. */
export interface ConfigSection {
  /** `chardev` of `[chardev "mon0"]`. */
  readonly group: MappedText;
  /** `mon0` of `[chardev "mon0"]`; undefined for `[mon]`. */
  readonly id: MappedText | undefined;
  /** The header line without its line ending. */
  readonly at: Span;
  readonly entries: readonly ConfigEntry[];
}

/** An error in a config file. */
export interface ConfigProblem {
  readonly kind: /** A line of blanks only; QEMU says `parse error`. */
    | 'parse-error'
    /** Before the first header; QEMU says `no group defined`. */
    | 'no-group'
    /** A `#` or `;` that QEMU takes for a key. */
    | 'not-a-comment'
    /** A key that looks like a header, or a header whose group includes the line ending. */
    | 'not-a-header'
    /** A value or id without a closing quote. */
    | 'unclosed-quote'
    /** A value without double quotes, which QEMU drops. */
    | 'value-dropped'
    /** Over 63 bytes; QEMU ignores the rest. */
    | 'name-too-long'
    /** Over 1,023 bytes; the rest is another line. */
    | 'line-too-long';
  readonly at: Span;
  /** Whether QEMU stops here and does not start. */
  readonly stops: boolean;
}

/** A whole file. */
export interface ConfigDocument {
  readonly sections: readonly ConfigSection[];
  readonly comments: readonly WrittenComment[];
  readonly problems: readonly ConfigProblem[];
}
