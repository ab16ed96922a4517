/** Changes in QEMU's terms: new text for a device string, list or section. `service/fixes` spells them. */
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
  /** Text for the user to replace: valid as it is, and without quotes in every language. */
  | { readonly kind: 'placeholder'; readonly text: string }
  /** The path of a new socket, chosen from settings and document. */
  | {
      readonly kind: 'socket-path';
      readonly mode: MonitorMode;
      /** The old port; its unknown parts go into the socket's name. */
      readonly port: MappedText | undefined;
      /** The old host, which names the socket if ports are equal. */
      readonly host?: MappedText | undefined;
      /** Whether commas are doubled, as in an option's list. */
      readonly inList: boolean;
      /** Whether commas are quadrupled, as in a list inside a list. */
      readonly inNestedList?: boolean;
    }
  /** A directory without a `/` at its end, for the socket `of`, which keeps its name. */
  | { readonly kind: 'socket-directory'; readonly of?: MappedText }
  /** `server=on,wait=off`, or `server,nowait` if the document uses that form. */
  | { readonly kind: 'server-flags' };

/** A change of QEMU's text. */
export type Change =
  /** Replaces `[start, end)`, or inserts if that is empty. */
  | {
      readonly kind: 'replace';
      readonly whole: MappedText;
      readonly start: number;
      readonly end: number;
      readonly parts: readonly ValuePart[];
    }
  /** Gives a config file's key a new value, with quotes if needed. */
  | {
      readonly kind: 'set-value';
      readonly entry: ConfigEntry;
      readonly parts: readonly ValuePart[];
    }
  | { readonly kind: 'remove-entry'; readonly entry: ConfigEntry }
  /** Writes a line that QEMU misreads again, with its comment. */
  | {
      readonly kind: 'rewrite-entry';
      readonly entry: ConfigEntry;
      readonly key: string;
      readonly value: string;
    }
  | {
      readonly kind: 'add-entry';
      readonly after: ConfigEntry;
      readonly key: string;
      readonly value: string | readonly ValuePart[];
    }
  /** Removes `[start, end)`, so that one word becomes two. */
  | {
      readonly kind: 'split-word';
      readonly word: Word;
      readonly start: number;
      readonly end: number;
    }
  /** Adds words: `-monitor none` after `:0`. */
  | {
      readonly kind: 'add-words';
      readonly after: Word;
      readonly words: readonly NewWord[];
      /** Whether an array that several commands share is no place for them. */
      readonly alone?: true;
    }
  /** Removes options; `instead` replaces the first word. */
  | {
      readonly kind: 'remove-words';
      readonly options: readonly Pick<Option, 'name' | 'words' | 'value'>[];
      readonly instead: readonly string[];
    }
  | { readonly kind: 'remove-section'; readonly section: ConfigSection }
  /** Makes libvirt pass on arguments that it ignores. */
  | { readonly kind: 'pass-on'; readonly ignored: IgnoredArguments }
  /** Adds options before others, for a QEMU that reads them in order: `-object` before `-chardev`. */
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

/** A literal word, or one that is composed for its place. */
export type NewWord = string | readonly ValuePart[];

/** An option to add. */
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
