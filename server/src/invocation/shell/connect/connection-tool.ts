import { isKnown, type MappedText, slice } from '../../../text/mapped-text.ts';
import type { Client, ClientEdit, ClientWord } from '../../client.ts';
import type { Word } from '../../invocation.ts';
import { replaceWords, type WrittenCommand } from '../launch/written-words.ts';

/** Programs that the script uses. */
export interface ClientTools {
  readonly socat: boolean;
  /** OpenBSD's or ncat, with `-U`. */
  readonly netcat: boolean;
}

/** Edits for a socket; undefined if impossible. */
export type Rewrite = (tools: ClientTools) => readonly ClientEdit[] | undefined;

/** A command that may be a client. */
export interface ToolCall {
  readonly words: readonly Word[];
  readonly written: () => WrittenCommand;
  readonly read: boolean;
  readonly stderrDiscarded: boolean;
}

/** A connection. */
export interface ToolFinding extends Pick<Client, 'host' | 'port' | 'transport'> {
  readonly rewrite: Rewrite | undefined;
}

/** Reads a command's connections. */
export type ToolReader = (call: ToolCall) => readonly ToolFinding[];

/** Makes a word of plain text. */
export function textWord(text: string): ClientWord {
  return [{ kind: 'text', text }];
}

/** The socket's path. */
export const SOCKET: ClientWord = [{ kind: 'socket' }];

/** Silences the error about a missing socket. */
export const HUSH: ClientWord = { syntax: '2>/dev/null' };

/** All edits; undefined if one is impossible. */
export function allEdits(
  edits: readonly (ClientEdit | undefined)[],
): readonly ClientEdit[] | undefined {
  const made = edits.filter((edit) => edit !== undefined);
  return made.length === edits.length && made.length > 0 ? made : undefined;
}

/** Replaces a command; undefined if other words are in between. */
export function otherCommand(
  { words, written }: ToolCall,
  others: readonly ClientWord[],
): readonly ClientEdit[] | undefined {
  const { words: own, indexOf } = written();
  const indexes = words.map(indexOf);
  const first = indexes[0];
  const last = indexes.at(-1);
  if (first === undefined || last === undefined) return undefined;
  if (indexes.some((index, position) => index !== first + position)) return undefined;
  const edit = replaceWords(own[first], own[last], others);
  return edit && [edit];
}

/** Splits `localhost:4444` or `[::1]:4444`; undefined otherwise. */
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

/** A command's host and port; undefined for other operands. */
export function targetOf(operands: readonly Word[]): readonly [Word, Word] | undefined {
  const known = operands.filter(({ value, many }, index) => {
    return !many || isKnown(value) || index >= operands.length - 2;
  });
  const [host, port] = known;
  return host && port && known.length === 2 ? [host, port] : undefined;
}
