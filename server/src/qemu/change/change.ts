/**
 * Changes to a machine in QEMU's terms: the new content of a device string, property list or section.
 * `service/fixes` renders them in the file's notation.
 */
import type {
  ConfigEntry,
  ConfigSection,
  IgnoredArguments,
  Word,
} from '../../invocation/invocation.ts';
import type { MappedText } from '../../text/mapped-text.ts';
import type { MonitorMode } from '../machine/machine.ts';
import type { Option } from '../options/options.ts';

/** A piece of new text. */
export type ValuePart =
  | { readonly kind: 'text'; readonly text: string }
  /** Text for the user to replace; valid as it is, and needs no quotes in any language. */
  | { readonly kind: 'placeholder'; readonly text: string }
  /** The path of a monitor's UNIX socket, chosen from settings and document. */
  | {
      readonly kind: 'socket-path';
      readonly mode: MonitorMode;
      /** The replaced port; its unknown parts go into the socket's name. */
      readonly port: MappedText | undefined;
      /** The replaced host, used if the port is literal and hosts tell machines apart. */
      readonly host?: MappedText | undefined;
      /** Inside a comma list, where commas are doubled. */
      readonly inList: boolean;
      /** Inside a list in a list, where commas are quadrupled. */
      readonly inNestedList?: boolean;
    }
  /**
   * The directory for sockets, without a trailing `/`. `of` is the one socket that moves there and keeps
   * its name; the directory may then be private to its script or QEMU.
   */
  | { readonly kind: 'socket-directory'; readonly of?: MappedText }
  /** `server=on,wait=off`, or `server,nowait` if the document uses that form. */
  | { readonly kind: 'server-flags' };

/** A change to QEMU's text. */
export type Change =
  /** Replaces the characters `[start, end)` of a text; inserts if the range is empty. */
  | {
      readonly kind: 'replace';
      readonly whole: MappedText;
      readonly start: number;
      readonly end: number;
      readonly parts: readonly ValuePart[];
    }
  /** Sets the value of a section's line and quotes it if necessary. */
  | {
      readonly kind: 'set-value';
      readonly entry: ConfigEntry;
      readonly parts: readonly ValuePart[];
    }
  | { readonly kind: 'remove-entry'; readonly entry: ConfigEntry }
  /** Rewrites a line that QEMU misreads; keeps its comment. */
  | {
      readonly kind: 'rewrite-entry';
      readonly entry: ConfigEntry;
      readonly key: string;
      readonly value: string;
    }
  /** Adds a line after another. */
  | {
      readonly kind: 'add-entry';
      readonly after: ConfigEntry;
      readonly key: string;
      readonly value: string | readonly ValuePart[];
    }
  /** Splits one argument into two; `[start, end)` between them is removed. */
  | {
      readonly kind: 'split-word';
      readonly word: Word;
      readonly start: number;
      readonly end: number;
    }
  /** Adds words after an existing one: `-monitor none` after `:0`. */
  | {
      readonly kind: 'add-words';
      readonly after: Word;
      readonly words: readonly NewWord[];
      /** Whether no other command line may get them, as with a shared array. */
      readonly alone?: true;
    }
  /** Removes options with all their words. `instead` replaces the first of them. */
  | {
      readonly kind: 'remove-words';
      readonly options: readonly Pick<Option, 'name' | 'words' | 'value'>[];
      readonly instead: readonly string[];
    }
  /** Removes a section with its lines. */
  | { readonly kind: 'remove-section'; readonly section: ConfigSection }
  /** Passes arguments on that libvirt ignores. */
  | { readonly kind: 'pass-on'; readonly ignored: IgnoredArguments }
  /**
   * Adds options before an existing one, in its layout: those that QEMU must see first, as `-object …`
   * before a `-chardev` that names it.
   */
  | {
      readonly kind: 'add-options';
      readonly before: readonly Word[];
      readonly options: readonly NewOption[];
    }
  /** Adds sections after an existing one. */
  | {
      readonly kind: 'add-sections';
      readonly after: ConfigSection;
      readonly sections: readonly NewSection[];
    };

/** A new argument: literal, or composed for its place. */
export type NewWord = string | readonly ValuePart[];

/** A new option. */
export interface NewOption {
  /** With dashes: `-object`. */
  readonly name: string;
  readonly value: readonly ValuePart[];
}

/** A new section, such as `[object "tls0"]` with its lines. */
export interface NewSection {
  readonly group: string;
  readonly id: string;
  readonly entries: readonly {
    readonly key: string;
    readonly value: readonly ValuePart[];
  }[];
}

/** Replaces a stretch of a text, by default all of it. */
export function replace(
  whole: MappedText,
  parts: readonly ValuePart[],
  start = 0,
  end = whole.decoded.length,
): Change {
  return { kind: 'replace', whole, start, end, parts };
}

/** Literal text. */
export function text(value: string): ValuePart {
  return { kind: 'text', text: value };
}
