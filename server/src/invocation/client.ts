/**
 * Commands that connect to a port, such as `nc localhost 4444`, and their form for a UNIX socket. A monitor
 * need not listen there.
 */
import type { Encodings } from '../text/encoding.ts';
import type { MappedText } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';

/** A command that changes user or machine: `sudo -u qemu`, `ssh host`. */
export interface Boundary {
  /** `machine` includes containers and sandboxes. */
  readonly kind: 'user' | 'root' | 'machine';
  /** Expanded words, for comparison: `sudo -u qemu`. */
  readonly text: string;
  /** Has its own address, unlike a container with published ports. */
  readonly onOtherHost?: true;
}

/** Boundaries, outermost first. */
export interface ExecutionContext {
  /** Around the shell that expands the words: `ssh host` of `ssh host 'sudo nc …'`. */
  readonly spelled: readonly Boundary[];
  /** Around the program: `ssh host`, `sudo`. */
  readonly run: readonly Boundary[];
}

/** Part of a rewritten word. */
export type ClientPart =
  | { readonly kind: 'text'; readonly text: string }
  /** `within` an option list separators are escaped. */
  | { readonly kind: 'socket'; readonly within?: 'option-list' };

/** A word, or syntax such as `|` and `2>/dev/null`. */
export type ClientWord = readonly ClientPart[] | { readonly syntax: string };

/** No words: a deletion. */
export interface ClientEdit {
  readonly at: Span;
  /** At its ends. */
  readonly from: Encodings;
  readonly to: Encodings;
  readonly words: readonly ClientWord[];
}

/** Connects to a port, or queries its listener. */
export interface Client {
  /** `nc` for `/usr/bin/nc`, or `/dev/tcp`. */
  readonly tool: string;
  /** `nc -q1 localhost 4444` */
  readonly at: Span;
  /** Undefined for a local query: `fuser 4444/tcp`. */
  readonly host: MappedText | undefined;
  readonly port: MappedText;
  readonly transport: 'tcp' | 'udp';
  readonly execution: ExecutionContext;
  /** For a UNIX socket; undefined if there is no equivalent. */
  readonly edits: readonly ClientEdit[] | undefined;
  /** A program it needs instead, unless the script uses it already. */
  readonly needs?: string | undefined;
  /** Output of TCP alone that the script reads: telnet's `Connected to`. */
  readonly says: readonly string[];
}

/** In order; most are not to monitors. */
export interface ClientsInvocation {
  readonly kind: 'clients';
  readonly clients: readonly Client[];
}
