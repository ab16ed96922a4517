/** Commands that connect to a port (`nc localhost 4444`), and their form for a UNIX socket. */
import type { Encodings } from '../text/encoding.ts';
import type { MappedText } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';

/** Changes user or machine: `sudo -u qemu`, `ssh host`. */
export interface Boundary {
  /** `machine`: also a container or sandbox. */
  readonly kind: 'user' | 'root' | 'machine';
  /** Expanded words, to compare addresses. */
  readonly text: string;
  /** The target has its own address, unlike published ports of a container. */
  readonly onOtherHost?: true;
}

/** Boundaries around a command, outermost first. */
export interface ExecutionContext {
  /** Around the shell that expands words: `ssh host` of `ssh host 'sudo nc …'`. */
  readonly spelled: readonly Boundary[];
  /** Around the program: `ssh host`, `sudo`. */
  readonly run: readonly Boundary[];
}

/** A part of a rewritten word. */
export type ClientPart =
  | { readonly kind: 'text'; readonly text: string }
  /** The moved socket's address. `option-list`: its separators are escaped. */
  | { readonly kind: 'socket'; readonly within?: 'option-list' };

/** A rewritten word, or syntax: `|`, `2>/dev/null`. */
export type ClientWord = readonly ClientPart[] | { readonly syntax: string };

/** An edit of a command; no words delete. */
export interface ClientEdit {
  readonly at: Span;
  readonly from: Encodings;
  readonly to: Encodings;
  readonly words: readonly ClientWord[];
}

/** A command that connects to a port or queries its listener. */
export interface Client {
  /** `nc` for `/usr/bin/nc`, or `/dev/tcp`. */
  readonly tool: string;
  readonly at: Span;
  /** Undefined for a local query: `fuser 4444/tcp`. */
  readonly host: MappedText | undefined;
  readonly port: MappedText;
  readonly transport: 'tcp' | 'udp';
  readonly execution: ExecutionContext;
  /** Make the client connect to a UNIX socket; undefined if none can. */
  readonly edits: readonly ClientEdit[] | undefined;
  /** A program that the script must not use yet. */
  readonly needs?: string | undefined;
}

/** Connections in order, not only to monitors. */
export interface ClientsInvocation {
  readonly kind: 'clients';
  readonly clients: readonly Client[];
}
