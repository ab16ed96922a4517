/** What the programs that connect to ports have in common: how each of them is looked at. */
import { isKnown, type MappedText, slice } from '../../../text/mapped-text.ts';
import type { Client, ClientEdit, ClientWord } from '../../client.ts';
import type { Word } from '../../invocation.ts';
import { replaceWords, type WrittenCommand } from '../launch/written-words.ts';

/** What the whole script says about the programs that it may rely on. */
export interface ClientTools {
  readonly socat: boolean;
  /** A netcat that knows `-U`: OpenBSD's or ncat. */
  readonly netcat: boolean;
  /** Whether its netcat is used as the traditional one, which has no `-U`. */
  readonly traditional: boolean;
}

/** How a command connects to a socket, once it is known what else the script has. */
export type Rewrite = (tools: ClientTools) => readonly ClientEdit[] | undefined;

/** A command that may be a client, as its reader sees it. */
export interface ToolCall {
  /** The words of the program, its name first. */
  readonly words: readonly Word[];
  readonly written: () => WrittenCommand;
  /** Whether somebody reads what it prints. */
  readonly read: boolean;
  /** Whether its error messages go somewhere already. */
  readonly stderrDiscarded: boolean;
  /** What it reads, where that is known. */
  readonly input: MappedText | undefined;
}

/** What a reader finds. */
export interface ToolFinding extends Pick<Client, 'host' | 'port' | 'transport'> {
  readonly rewrite: Rewrite | undefined;
  readonly says?: readonly string[];
}

/** Looks at the words of one program; none where it connects to no port. */
export type ToolReader = (call: ToolCall) => readonly ToolFinding[];

/** A word of plain text. */
export function textWord(text: string): ClientWord {
  return [{ kind: 'text', text }];
}

/** The path of the socket as a word of its own. */
export const SOCKET: ClientWord = [{ kind: 'socket' }];

/** Keeps quiet about a socket that is not there yet, as about a port on which nobody listens. */
export const HUSH: ClientWord = { syntax: '2>/dev/null' };

/** All edits, or none where one of them cannot be made. */
export function allEdits(
  edits: readonly (ClientEdit | undefined)[],
): readonly ClientEdit[] | undefined {
  const made = edits.filter((edit) => edit !== undefined);
  return made.length === edits.length && made.length > 0 ? made : undefined;
}

/** The edit of a whole command line into another one. */
export function otherCommand(
  { words, written }: ToolCall,
  others: readonly ClientWord[],
): readonly ClientEdit[] | undefined {
  const { words: own, indexOf } = written();
  const indexes = words.map(indexOf);
  const first = indexes[0];
  const last = indexes.at(-1);
  if (first === undefined || last === undefined) return undefined;
  // Nothing else may stand between the first and the last of them.
  if (indexes.some((index, position) => index !== first + position)) return undefined;
  const edit = replaceWords(own[first], own[last], others);
  return edit && [edit];
}

/** `localhost:4444` as host and port, also `[::1]:4444`; undefined without both. */
export function hostAndPort(
  text: MappedText,
  start = 0,
  end = text.decoded.length,
): { readonly host: MappedText; readonly port: MappedText } | undefined {
  const colon = text.decoded.lastIndexOf(':', end - 1);
  if (colon <= start || colon + 1 >= end) return undefined;
  const bracketed = text.decoded[start] === '[' && text.decoded[colon - 1] === ']';
  const host = bracketed ? slice(text, start + 1, colon - 1) : slice(text, start, colon);
  return { host, port: slice(text, colon + 1, end) };
}

/** Host and port of a line with these operands; words in front that are unknown options do not count. */
export function targetOf(operands: readonly Word[]): readonly [Word, Word] | undefined {
  const known = operands.filter(({ value, many }, index) => {
    return !many || isKnown(value) || index >= operands.length - 2;
  });
  const [host, port] = known;
  return host && port && known.length === 2 ? [host, port] : undefined;
}
