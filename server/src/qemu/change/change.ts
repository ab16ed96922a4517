/**
 * Changes to a machine in QEMU's own terms. They say what shall stand in a device string, a property
 * list or a section; how that is spelled in a script or in XML is not known here.
 */
import type { ConfigEntry, Word } from '../../invocation/invocation.ts';
import type { MappedText } from '../../text/mapped-text.ts';
import type { MonitorMode } from '../machine/machine.ts';

/** A piece of new text. */
export type ValuePart =
  | { readonly kind: 'text'; readonly text: string }
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
  /** The directory that fixes put sockets in, without a `/` at its end. */
  | { readonly kind: 'socket-directory' }
  /** `server=on,wait=off`, or `server,nowait` where the document speaks like that. */
  | { readonly kind: 'server-flags' };

export type Change =
  /** Characters `[start, end)` of a text become `parts`. */
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
  /** A new line behind another one. */
  | {
      readonly kind: 'add-entry';
      readonly after: ConfigEntry;
      readonly key: string;
      readonly value: string;
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
      readonly words: readonly string[];
    };

/** A piece of literal text. */
export function text(value: string): ValuePart {
  return { kind: 'text', text: value };
}
