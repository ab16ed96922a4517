/**
 * Commands of a script that connect to a port, such as `nc localhost 4444`, and how the same command
 * connects to a UNIX socket instead. Whether a monitor listens there is not known here.
 */
import type { Encodings } from '../text/encoding.ts';
import type { MappedText } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';

/** A command that changes the user or the machine for what it runs: `sudo -u qemu`, `ssh host`. */
export interface Boundary {
  /** `machine` also for a container or a sandbox, whose files may be others. */
  readonly kind: 'user' | 'root' | 'machine';
  /** Its words as they are expanded, to be compared: `sudo -u qemu`. */
  readonly text: string;
  /** Whether what is behind it has an address of its own, and is in no container whose ports are handed out. */
  readonly onOtherHost?: true;
}

/** Where a command of a script is run, the outermost boundary first; no boundaries for a plain command. */
export interface ExecutionContext {
  /** The way to the shell that expands its words: `ssh host` for all of `ssh host 'sudo nc …'`. */
  readonly spelled: readonly Boundary[];
  /** The way to the program itself: `ssh host` and then `sudo`. */
  readonly run: readonly Boundary[];
}

/** A part of a word that is written anew. */
export type ClientPart =
  | { readonly kind: 'text'; readonly text: string }
  /**
   * The path of the socket. Where it is not plain text, characters that mean something there cannot be in it
   * as they are: a colon in what is `host:port` otherwise, brackets in a pattern, and what divides a list of options.
   */
  | { readonly kind: 'socket'; readonly within?: 'option-list' | 'host-and-port' | 'pattern' };

/** A word that is written anew, or characters of the shell's grammar such as `|` and `2>/dev/null`. */
export type ClientWord = readonly ClientPart[] | { readonly syntax: string };

/** A stretch of a command that becomes other words, with blanks between them; none where it goes. */
export interface ClientEdit {
  readonly at: Span;
  /** How text is written at its ends. */
  readonly from: Encodings;
  readonly to: Encodings;
  readonly words: readonly ClientWord[];
}

/** A command that connects to a port, or looks whether somebody listens on it. */
export interface Client {
  /** The program, `nc` for `/usr/bin/nc`, or `/dev/tcp`. */
  readonly tool: string;
  /** The command: `nc -q1 localhost 4444`. */
  readonly at: Span;
  /** Undefined for one that asks for a port of this machine: `fuser 4444/tcp`. */
  readonly host: MappedText | undefined;
  readonly port: MappedText;
  readonly transport: 'tcp' | 'udp';
  readonly execution: ExecutionContext;
  /** What makes it connect to a socket; undefined where nothing is known that does the same. */
  readonly edits: readonly ClientEdit[] | undefined;
  /** The program that it becomes, where nothing else in the script uses that: it may not be there. */
  readonly needs?: string | undefined;
  /** Whether it only looks at the socket's file in the end, where it connected to the port. */
  readonly looks: boolean;
  /**
   * What it prints over TCP and not over a UNIX socket, where something reads that: `Connected to` of telnet.
   * Empty where nobody reads it.
   */
  readonly says: readonly string[];
}

/** What a script connects to, in reading order. Most of it are other services than monitors. */
export interface ClientsInvocation {
  readonly kind: 'clients';
  readonly clients: readonly Client[];
}
