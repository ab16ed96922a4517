/**
 * Changes to a machine in QEMU's own terms. They say what shall stand in a device string, a property
 * list or a section; how that is spelled in a script or in XML is not known here.
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
  /**
   * Text that only the author knows, and what stands there until it is filled in: valid as it is, and of
   * characters that need no quotes in any language.
   */
  | { readonly kind: 'placeholder'; readonly text: string }
  /** The path of a UNIX socket for a monitor, which the settings and the document decide. */
  | {
      readonly kind: 'socket-path';
      readonly mode: MonitorMode;
      /** The port that the socket replaces: what is not literal in it goes into the socket's name. */
      readonly port: MappedText | undefined;
      /** Its host, for where the port is literal and hosts tell machines apart. */
      readonly host?: MappedText | undefined;
      /** True inside a comma list, where a comma is written twice. */
      readonly inList: boolean;
      /** True where that list is an item of another one, so that it is written four times. */
      readonly inNestedList?: boolean;
    }
  /**
   * The directory that fixes put sockets in, without a `/` at its end. `of` is the path of the one socket that moves
   * there and keeps its name; its directory may be one that is private to its script or its QEMU.
   */
  | { readonly kind: 'socket-directory'; readonly of?: MappedText }
  /** `server=on,wait=off`, or `server,nowait` where the document speaks like that. */
  | { readonly kind: 'server-flags' };

/** What becomes of QEMU's text, in its own terms: the language of the file spells it. */
export type Change =
  /** Characters `[start, end)` of a text become `parts`; where they are none, `parts` go behind those before. */
  | {
      readonly kind: 'replace';
      readonly whole: MappedText;
      readonly start: number;
      readonly end: number;
      readonly parts: readonly ValuePart[];
    }
  /** The value of a line of a section; one that QEMU dropped gets its quotes. */
  | {
      readonly kind: 'set-value';
      readonly entry: ConfigEntry;
      readonly parts: readonly ValuePart[];
    }
  | { readonly kind: 'remove-entry'; readonly entry: ConfigEntry }
  /** A line of a section that QEMU cannot read as it was meant; a comment on it stays. */
  | {
      readonly kind: 'rewrite-entry';
      readonly entry: ConfigEntry;
      readonly key: string;
      readonly value: string;
    }
  /** A new line behind another one. */
  | {
      readonly kind: 'add-entry';
      readonly after: ConfigEntry;
      readonly key: string;
      readonly value: string | readonly ValuePart[];
    }
  /** One argument becomes two; `[start, end)` of its text stands between them and goes. */
  | {
      readonly kind: 'split-word';
      readonly word: Word;
      readonly start: number;
      readonly end: number;
    }
  /** Further words of the command line, behind one that is there: `-monitor none` behind `:0`. */
  | {
      readonly kind: 'add-words';
      readonly after: Word;
      readonly words: readonly NewWord[];
      /** Whether no other command line may get them too, as with an array that several commands use. */
      readonly alone?: true;
    }
  /**
   * Options of the command line go, each with all of its words; what is left of the line is as it was.
   * `instead` stands in the place of the first of them.
   */
  | {
      readonly kind: 'remove-words';
      readonly options: readonly Pick<Option, 'name' | 'words' | 'value'>[];
      readonly instead: readonly string[];
    }
  /** A section of a config file goes, with its lines. */
  | { readonly kind: 'remove-section'; readonly section: ConfigSection }
  /** Arguments that libvirt ignores are passed on. */
  | { readonly kind: 'pass-on'; readonly ignored: IgnoredArguments }
  /**
   * Further options in front of one that is there, whose words are given, and laid out like it: those
   * that QEMU has to see first, such as `-object …` before the `-chardev` that names it.
   */
  | {
      readonly kind: 'add-options';
      readonly before: readonly Word[];
      readonly options: readonly NewOption[];
    }
  /** Further sections of a config file, behind one that is there. */
  | {
      readonly kind: 'add-sections';
      readonly after: ConfigSection;
      readonly sections: readonly NewSection[];
    };

/** An argument that a fix writes: a literal text, or one that is put together for its place. */
export type NewWord = string | readonly ValuePart[];

/** An option that is to be written. */
export interface NewOption {
  /** With its dashes: `-object`. */
  readonly name: string;
  readonly value: readonly ValuePart[];
}

/** A section that is to be written, such as `[object "tls0"]` with its lines. */
export interface NewSection {
  readonly group: string;
  readonly id: string;
  readonly entries: readonly {
    readonly key: string;
    readonly value: readonly ValuePart[];
  }[];
}

/** The change that puts parts in the place of a stretch of a text: of all of it, unless it says which. */
export function replace(
  whole: MappedText,
  parts: readonly ValuePart[],
  start = 0,
  end = whole.decoded.length,
): Change {
  return { kind: 'replace', whole, start, end, parts };
}

/** A piece of literal text. */
export function text(value: string): ValuePart {
  return { kind: 'text', text: value };
}
