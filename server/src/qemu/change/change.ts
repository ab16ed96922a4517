/** Changes in QEMU's terms: new content of a device string, list or section. `service/fixes` spells them. */
import type {
  ConfigEntry,
  ConfigSection,
  IgnoredArguments,
  Word,
} from '../../invocation/invocation.ts';
import type { MappedText } from '../../text/mapped-text.ts';
import type { MonitorMode } from '../machine/machine.ts';
import type { Option } from '../options/options.ts';

export type ValuePart =
  | { readonly kind: 'text'; readonly text: string }
  /** Text that the user should replace; it is valid, and no language needs quotes for it. */
  | { readonly kind: 'placeholder'; readonly text: string }
  /** Chosen from settings and document. */
  | {
      readonly kind: 'socket-path';
      readonly mode: MonitorMode;
      /** The port of the old address; its unknown parts go into the name of the socket. */
      readonly port: MappedText | undefined;
      /** Used if the port is literal and hosts differ. */
      readonly host?: MappedText | undefined;
      /** Whether the text goes into an option list, where commas are doubled. */
      readonly inList: boolean;
      /** Whether the text goes into a list inside a list, where commas are quadrupled. */
      readonly inNestedList?: boolean;
    }
  /**
   * A directory without a `/` at its end. `of`: the socket that moves there and keeps its name; the directory
   * may be private to its script or QEMU.
   */
  | { readonly kind: 'socket-directory'; readonly of?: MappedText }
  /** `server=on,wait=off`, or `server,nowait` if the document uses that form. */
  | { readonly kind: 'server-flags' };

/** A change to QEMU's text. */
export type Change =
  /** `[start, end)`; inserts if empty. */
  | {
      readonly kind: 'replace';
      readonly whole: MappedText;
      readonly start: number;
      readonly end: number;
      readonly parts: readonly ValuePart[];
    }
  /** A new value of a config file's key, quoted if necessary. */
  | {
      readonly kind: 'set-value';
      readonly entry: ConfigEntry;
      readonly parts: readonly ValuePart[];
    }
  | { readonly kind: 'remove-entry'; readonly entry: ConfigEntry }
  /** A line that QEMU misreads; keeps its comment. */
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
  /** `[start, end)` is removed. */
  | {
      readonly kind: 'split-word';
      readonly word: Word;
      readonly start: number;
      readonly end: number;
    }
  /** `-monitor none` after `:0`. */
  | {
      readonly kind: 'add-words';
      readonly after: Word;
      readonly words: readonly NewWord[];
      /** Whether a shared array is excluded. */
      readonly alone?: true;
    }
  /** `instead` replaces the first word. */
  | {
      readonly kind: 'remove-words';
      readonly options: readonly Pick<Option, 'name' | 'words' | 'value'>[];
      readonly instead: readonly string[];
    }
  | { readonly kind: 'remove-section'; readonly section: ConfigSection }
  /** Makes libvirt pass on arguments that it ignores. */
  | { readonly kind: 'pass-on'; readonly ignored: IgnoredArguments }
  /** New options in front of others, in their layout. QEMU must read them first, as `-object …` before `-chardev`. */
  | {
      readonly kind: 'add-options';
      readonly before: readonly Word[];
      readonly options: readonly NewOption[];
    }
  | {
      readonly kind: 'add-sections';
      readonly after: ConfigSection;
      readonly sections: readonly NewSection[];
    };

/** Literal, or composed for its place. */
export type NewWord = string | readonly ValuePart[];

/** A new option. */
export interface NewOption {
  readonly name: string;
  readonly value: readonly ValuePart[];
}

/** `[object "tls0"]` with its lines. */
export interface NewSection {
  readonly group: string;
  readonly id: string;
  readonly entries: readonly {
    readonly key: string;
    readonly value: readonly ValuePart[];
  }[];
}

/** Replaces a part of a text, by default all of it. */
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
