/**
 * Commands that connect to a port, such as `nc localhost 4444`, and their form for a UNIX socket. Whether a monitor
 * listens there is decided elsewhere.
 */
import type { Encodings } from '../text/encoding.ts';
import type { MappedText } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';

/** A command that changes user or machine: `sudo -u qemu`, `ssh host`. */
export interface Boundary {
  /** `machine` includes containers and sandboxes with files of their own. */
  readonly kind: 'user' | 'root' | 'machine';
  /** Its expanded words, for comparison: `sudo -u qemu`. */
  readonly text: string;
  /** Whether the target has its own address, unlike a container with published ports. */
  readonly onOtherHost?: true;
}

/** A command's boundaries, the outermost first. */
export interface ExecutionContext {
  /** Around the shell that expands its words: `ssh host` for `ssh host 'sudo nc …'`. */
  readonly spelled: readonly Boundary[];
  /** Around the program: `ssh host`, then `sudo`. */
  readonly run: readonly Boundary[];
}

/** A part of a rewritten word. */
export type ClientPart =
  | { readonly kind: 'text'; readonly text: string }
  /** The socket's path; `within` an option list, separators in it are escaped. */
  | { readonly kind: 'socket'; readonly within?: 'option-list' };

/** A rewritten word, or shell syntax such as `|` and `2>/dev/null`. */
export type ClientWord = readonly ClientPart[] | { readonly syntax: string };

/** A stretch of a command and its replacement; no words delete it. */
export interface ClientEdit {
  readonly at: Span;
  /** Encodings at its ends. */
  readonly from: Encodings;
  readonly to: Encodings;
  readonly words: readonly ClientWord[];
}

/** A command that connects to a port or queries its listener. */
export interface Client {
  /** The program (`nc` for `/usr/bin/nc`) or `/dev/tcp`. */
  readonly tool: string;
  /** The command: `nc -q1 localhost 4444`. */
  readonly at: Span;
  /** Undefined for a local query: `fuser 4444/tcp`. */
  readonly host: MappedText | undefined;
  readonly port: MappedText;
  readonly transport: 'tcp' | 'udp';
  readonly execution: ExecutionContext;
  /** The edits for a UNIX socket; undefined if there is no equivalent. */
  readonly edits: readonly ClientEdit[] | undefined;
  /** The program it needs instead, unless the script already uses it. */
  readonly needs?: string | undefined;
  /** Output of TCP alone that the script reads: telnet's `Connected to`. */
  readonly says: readonly string[];
}

/** The connections of a script, in order; most are not to monitors. */
export interface ClientsInvocation {
  readonly kind: 'clients';
  readonly clients: readonly Client[];
}
